package dev.parley.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes outcomes for programs: as JSON, or as JUnit's XML, which every CI server shows. */
public final class Report {
    private Report() {}

    /**
     * Writes a file, whose name says what it shall be: {@code .xml} or {@code .json}.
     *
     * @param role who has run
     */
    public static void write(Path file, String role, List<Outcome> outcomes) throws IOException {
        List<Outcome> parts =
                outcomes.stream().flatMap(outcome -> outcome.parts().stream()).toList();
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        if (file.toString().endsWith(".xml")) {
            writeXml(file, "parley." + role, parts);
        } else {
            JsonObject json = new JsonObject()
                    .put("passed", outcomes.stream().allMatch(Outcome::passed))
                    .put(
                            "outcomes",
                            new JsonArray(parts.stream().map(Outcome::toJson).toList()));
            Files.writeString(file, json.encodePrettily() + "\n");
        }
    }

    /** Why a file could not be written, in words. */
    public static String why(IOException e) {
        return e instanceof AccessDeniedException
                ? "no permission"
                : e instanceof FileAlreadyExistsException
                        ? "no directory there, but a file"
                        : e instanceof NoSuchFileException ? "no such directory" : e.getMessage();
    }

    private static void writeXml(Path file, String suite, List<Outcome> parts) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", suite);
            xml.writeAttribute("tests", Integer.toString(parts.size()));
            xml.writeAttribute(
                    "failures",
                    Long.toString(parts.stream().filter(part -> !part.passed()).count()));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", "0");
            xml.writeAttribute(
                    "time", seconds(parts.stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus)));
            for (int i = 0; i < parts.size(); i++) {
                xml.writeCharacters("\n  ");
                writeCase(xml, suite, i + 1, parts.get(i));
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.writeCharacters("\n");
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void writeCase(XMLStreamWriter xml, String suite, int number, Outcome part)
            throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", suite);
        xml.writeAttribute("name", number + ": " + Printable.of(part.name()));
        xml.writeAttribute("time", seconds(part.took()));
        if (!part.passed()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", Printable.of(part.summary()));
            xml.writeAttribute("type", "failed");
            xml.writeCharacters(part.report().stream().map(Printable::of).collect(Collectors.joining("\n")));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0);
    }
}
