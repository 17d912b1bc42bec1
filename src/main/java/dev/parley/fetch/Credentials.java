package dev.parley.fetch;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What proves to a server who asks: for the origin of the target's URL and no other, and never for a log.
 *
 * @param header the value of {@code Authorization}
 */
record Credentials(String header) {

    /** The object {@code credentials}, or nothing where there is none. */
    static Optional<Credentials> read(Value value) {
        String wish = "an object such as {\"user\": …, \"password\": …} or {\"token\": …}";
        if (!value.absent() && !value.isObject()) {
            value.complain("expected " + wish + ", got something else");
            return Optional.empty();
        }
        return Optional.ofNullable(value.section(wish, section -> read(value, section), () -> null));
    }

    private static Credentials read(Value value, Section section) {
        Value user = section.get("user");
        Value password = section.get("password");
        Value token = section.get("token");
        if (token.absent() == user.absent() || user.absent() != password.absent()) {
            value.complain("expected \"user\" and \"password\", or \"token\"");
            return new Credentials("");
        }
        return token.absent()
                ? basic(secret(user, "without a colon", ":"), secret(password, "", ""))
                : new Credentials("Bearer " + secret(token, "without blanks", " "));
    }

    /** A text that no problem repeats. */
    private static String secret(Value value, String wish, String forbidden) {
        String text = value.isText() ? value.text("") : "";
        boolean fits = value.isText()
                && text.chars().noneMatch(c -> c < ' ' || c == 0x7f)
                && (forbidden.isEmpty() || !text.contains(forbidden) && !text.isEmpty());
        if (!fits) {
            value.complain(("expected text " + wish).strip() + ", got something else");
        }
        return text;
    }

    private static Credentials basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Credentials("Basic " + Base64.getEncoder().encodeToString(both));
    }

    @Override
    public String toString() {
        return "Credentials[…]";
    }
}
