import org.jspecify.annotations.NullMarked;

/** The mail channel: MIME, SMTP, one-click unsubscribe, bounces and complaints. */
@NullMarked
module io.reengage.mail {
    requires transitive io.reengage;
    requires transitive jakarta.mail;
    requires java.naming;
    requires org.eclipse.angus.mail;
    requires static transitive org.jspecify;
    requires apache.mime4j.core;
    requires org.jsoup;

    exports io.reengage.mail;
    exports io.reengage.mail.inbound;
    exports io.reengage.mail.provider;
}
