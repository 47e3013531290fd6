// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reengage.activity.ActivityType;
import io.reengage.activity.ProviderActivity;
import io.reengage.mail.ReturnPath;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What SES tells of a message, as activities. SES overwrites the Message-ID, so a message is known by its signed tag and by the
 * id in the receipt; that it is ours, and not another program's of the same account, by the header every mail of ours carries.
 */
final class SesEvents {
    static final String OUR_HEADER = "X-Reengage-Key";

    /**
     * What is told of one of our messages.
     *
     * @param tag the signed tag it carried; empty if none
     */
    record Told(ProviderActivity activity, String tag) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private SesEvents() {}

    /**
     * The activity a notification stands for; empty if it is about something else.
     *
     * @param id of the notification: told twice, it counts once
     * @throws SnsRefusal if it is not what SES writes
     */
    static Optional<Told> read(String id, String channel, String message) {
        try {
            JsonNode event = JSON.readTree(message);
            String kind = event.path("eventType")
                    .asText(event.path("notificationType").asText(""));
            JsonNode mail = event.path("mail");
            Optional<ActivityType> type = type(kind, event);
            if (type.isEmpty() || header(mail, OUR_HEADER).isEmpty()) {
                return Optional.empty();
            }
            JsonNode detail = event.path(kind.toLowerCase(Locale.ROOT));
            Instant at = Instant.parse(detail.path("timestamp").asText(""));
            return Optional.of(new Told(
                    ProviderActivity.of(
                                    type.get(), channel, mail.path("messageId").asText(""), at)
                            .id(id),
                    header(mail, ReturnPath.HEADER).orElse("")));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            throw new SnsRefusal("not a notification of SES: " + e.getClass().getSimpleName());
        }
    }

    private static Optional<ActivityType> type(String kind, JsonNode event) {
        return switch (kind) {
            case "Bounce" ->
                Optional.of(isForGood(event.path("bounce")) ? ActivityType.HARD_BOUNCED : ActivityType.SOFT_BOUNCED);
            case "Complaint" ->
                isComplaint(event.path("complaint")) ? Optional.of(ActivityType.COMPLAINED) : Optional.empty();
            case "Delivery" -> Optional.of(ActivityType.RECEIVED);
            default -> Optional.empty();
        };
    }

    /** "Suppressed" is no news of the address: SES has not even tried. */
    private static boolean isForGood(JsonNode bounce) {
        return bounce.path("bounceType").asText("").equals("Permanent")
                && !bounce.path("bounceSubType").asText("").contains("Suppress");
    }

    /** "not-spam" is said by somebody who takes a mail back out of the spam folder. */
    private static boolean isComplaint(JsonNode complaint) {
        return !complaint.path("complaintFeedbackType").asText("").equals("not-spam");
    }

    /** Needs the topic to include the original headers. */
    private static Optional<String> header(JsonNode mail, String name) {
        for (JsonNode header : mail.path("headers")) {
            if (header.path("name").asText("").equalsIgnoreCase(name)) {
                return Optional.of(header.path("value").asText(""));
            }
        }
        return Optional.empty();
    }
}
