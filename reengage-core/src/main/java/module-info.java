import org.jspecify.annotations.NullMarked;

/** Finds inactive subscribers, wins back those who still want to hear from you, and proves what it was worth. */
@NullMarked
module io.reengage {
    requires com.fasterxml.jackson.databind;
    requires com.google.common;
    requires com.samskivert.jmustache;
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.reengage;
    exports io.reengage.activity;
    exports io.reengage.campaign;
    exports io.reengage.channel;
    exports io.reengage.ledger;
    exports io.reengage.link;
    exports io.reengage.monitoring;
    exports io.reengage.policy;
    exports io.reengage.report;
    exports io.reengage.segment;
    exports io.reengage.segment.sql;
    exports io.reengage.statistics;
    exports io.reengage.subscriber;
    exports io.reengage.testing;
}
