package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.junit.ParleyServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a client of yours is tested. */
class GreeterTest {
    @RegisterExtension
    final ParleyServer server = ParleyServer.playing("/scripts/greeter.json").var("name", "Ada");

    @Test
    void asksForAGreeting() throws IOException {
        assertEquals("Hello, Ada!", new Greeter(server.host(), server.port()).greet("Ada"));
        assertEquals(List.of("Ada", "exit"), server.conversation(1).client());
    }

    /** The code under test. */
    record Greeter(String host, int port) {
        String greet(String name) throws IOException {
            try (Socket socket = new Socket(host, port);
                    BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
                    PrintStream out = new PrintStream(socket.getOutputStream())) {
                in.readLine(); // Welcome!
                out.print(name + "\n");
                String answer = in.readLine();
                out.print("exit\n");
                return answer;
            }
        }
    }
}
