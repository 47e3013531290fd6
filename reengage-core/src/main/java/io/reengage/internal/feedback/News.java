// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.subscriber.Subscriber;
import java.util.List;

/**
 * What was new about one person.
 *
 * @param record what is on record about them, the news included
 */
record News(Subscriber person, PersonRecord record, List<Activity> activities) {}
