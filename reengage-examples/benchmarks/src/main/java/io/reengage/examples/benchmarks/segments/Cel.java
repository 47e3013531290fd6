// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The common expression language by its own Java library. Facts are variables read when asked for. */
final class Cel extends Matcher {
    private static final String RULE = "onList && consented && country in ['JP', 'US'] && !mailedThisWeek(member)"
            + " && !engagedThisYear(member) && customer(member) && mailsThisYear(member) >= " + Rule.MAILS;

    private final List<Member> members;
    private final CelRuntime.Program program;

    Cel(List<Member> members, int passes) {
        super("CEL, host functions", members.size(), passes);
        this.members = members;
        try {
            CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
                    .addVar("onList", SimpleType.BOOL)
                    .addVar("consented", SimpleType.BOOL)
                    .addVar("country", SimpleType.STRING)
                    .addVar("member", SimpleType.DYN)
                    .addFunctionDeclarations(
                            function("mailedThisWeek", SimpleType.BOOL),
                            function("engagedThisYear", SimpleType.BOOL),
                            function("customer", SimpleType.BOOL),
                            function("mailsThisYear", SimpleType.INT))
                    .build();
            this.program = CelRuntimeFactory.plannerRuntimeBuilder()
                    .addFunctionBindings(
                            CelFunctionBinding.from("mailedThisWeek_", Member.class, Member::isMailedThisWeek),
                            CelFunctionBinding.from("engagedThisYear_", Member.class, Member::isEngagedThisYear),
                            CelFunctionBinding.from("customer_", Member.class, Member::isCustomer),
                            CelFunctionBinding.from(
                                    "mailsThisYear_", Member.class, member -> (long) member.getMailsThisYear()))
                    .build()
                    .createProgram(compiler.compile(RULE).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("the rule is not understood by CEL", e);
        }
    }

    private static CelFunctionDecl function(String name, CelType result) {
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload(name + "_", result, SimpleType.DYN));
    }

    @Override
    void pass(BitSet into) {
        try {
            for (Member each : members) {
                if (Boolean.TRUE.equals(program.eval(name -> variable(each, name)))) {
                    into.set(each.getNumber());
                }
            }
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("CEL failed", e);
        }
    }

    private static Optional<Object> variable(Member member, String name) {
        return switch (name) {
            case "onList" -> Optional.of(member.isOnList());
            case "consented" -> Optional.of(member.isConsented());
            case "country" -> Optional.of(member.getCountry());
            case "member" -> Optional.of(member);
            default -> Optional.empty();
        };
    }
}
