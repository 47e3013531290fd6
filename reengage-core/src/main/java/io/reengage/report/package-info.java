// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What a campaign would do, did and earned: preview, campaign report as values, and the same as an HTML page with charts, as
 * JSON and as CSV.
 *
 * <p>Read {@link io.reengage.report.CampaignReport} first. All values are immutable and safe to share between threads.
 */
package io.reengage.report;
