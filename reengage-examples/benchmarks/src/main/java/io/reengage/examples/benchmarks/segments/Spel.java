// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import java.util.BitSet;
import java.util.List;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/** The Spring expression language, compiled to bytecode. */
final class Spel extends Matcher {
    private static final String RULE = "onList and consented and (country == 'JP' or country == 'US')"
            + " and !mailedThisWeek and !engagedThisYear and customer and mailsThisYear >= " + Rule.MAILS;

    private final List<Member> members;
    private final Expression expression;
    private final EvaluationContext context = new StandardEvaluationContext();

    Spel(List<Member> members, int passes) {
        super("SpEL, compiled, host functions", members.size(), passes);
        this.members = members;
        this.expression = new SpelExpressionParser(
                        new SpelParserConfiguration(SpelCompilerMode.IMMEDIATE, Spel.class.getClassLoader()))
                .parseExpression(RULE);
    }

    @Override
    void pass(BitSet into) {
        for (Member each : members) {
            if (Boolean.TRUE.equals(expression.getValue(context, each, Boolean.class))) {
                into.set(each.getNumber());
            }
        }
    }
}
