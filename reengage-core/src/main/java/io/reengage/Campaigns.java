// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.campaign.Campaign;
import io.reengage.channel.Receipt;
import io.reengage.internal.Engine;
import io.reengage.ledger.Run;
import io.reengage.report.Preview;
import io.reengage.subscriber.Address;

/** Everything about campaigns: try, launch, pause, resume, cancel. */
public final class Campaigns {
    private static final int SAMPLES = 3;

    private final Engine engine;

    Campaigns(Engine engine) {
        this.engine = engine;
    }

    /** Says what a campaign would do if it were launched now: who, why, how many, and what is missing. Writes nothing. */
    public Preview preview(Campaign campaign) {
        return preview(campaign, SAMPLES);
    }

    /**
     * The same with a number of samples.
     *
     * @param samplesPerVerdict how many people of each verdict are shown with the reasons
     */
    public Preview preview(Campaign campaign, int samplesPerVerdict) {
        return engine.preview(campaign, samplesPerVerdict);
    }

    /**
     * Sends one step as one person would get it, to an address of the caller's choice. Keeps no record; the links in it
     * belong to no campaign.
     *
     * @return what the channel said; a refusal if the message could not be written for that person
     * @throws IllegalArgumentException if the step, the person or the channel is not there, or the environment forbids the
     *     address
     */
    public Receipt sendTest(Campaign campaign, String stepId, String asSubscriber, Address to) {
        return engine.sendTest(campaign, stepId, asSubscriber, to);
    }

    /**
     * Puts a campaign to work; {@link Reengage#runDue} does the rest. Launching what runs already changes nothing, so a
     * host may launch at every start.
     *
     * @return the run
     * @throws IllegalStateException listing everything the campaign names that is not there, or if it runs already with
     *     another definition
     */
    public Run launch(Campaign campaign) {
        return engine.runs().launch(campaign);
    }

    /** Lets a campaign rest: nobody enters, nothing is sent, nothing is forgotten. */
    public void pause(String campaign, String reason) {
        engine.runs().pause(campaign, reason);
    }

    /** Lets a paused campaign go on. What became too late meanwhile is left unsent. */
    public void resume(String campaign) {
        engine.runs().resume(campaign);
    }

    /** Ends a campaign for good; it may be launched anew. */
    public void cancel(String campaign, String reason) {
        engine.runs().cancel(campaign, reason);
    }

    /**
     * Lets a step go on that is held since the messages of many people in a row could not be written. Its people have stayed
     * due. Without this word one message is tried again every quarter of an hour, and the step goes on if that works.
     *
     * @return whether the step was held
     * @throws IllegalArgumentException if the campaign was never launched
     */
    public boolean release(String campaign, String step) {
        return engine.release(campaign, step, "host");
    }
}
