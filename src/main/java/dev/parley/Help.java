package dev.parley;

import java.util.Optional;

/** What {@code --help} and {@code --version} say. */
final class Help {
    private Help() {}

    static String version() {
        String version = Optional.ofNullable(Help.class.getPackage().getImplementationVersion())
                .orElse("(not from its jar)");
        return "Parley " + version + ", Java " + Runtime.version();
    }

    static String text() {
        return """
                Parley: TCP conversations scripted in JSON, on Vert.x.

                Usage: ./run.sh [ROLE] [OPTIONS]        or: java -jar target/parley.jar [ROLE] [OPTIONS]

                Roles:
                  (none), demo        server, client and fetch in one process, on free ports
                  server              greets and answers, until Ctrl+C
                  client              says its names, prints and compares the answers
                  fetch [URL [FILE]]  saves what a URL leads to
                  check A [B]         plays script A against itself, or serves A and speaks B

                Options, those of the Vert.x launcher (any case, one dash or two, blank or =):
                  -conf FILE|JSON                the configuration; conf/parley.json where there is none
                  -instances N                   how many instances of the verticle to deploy (default 1)
                  -options FILE|JSON             Vert.x options, such as '{"eventLoopPoolSize": 4}'
                  -deployment-options FILE|JSON  deployment options of the verticle
                  -worker, -virtual-thread       the threading model of the verticle
                  -cluster, -cluster-host H, -cluster-port P, -cluster-public-host H, -cluster-public-port P
                  -report FILE                   the outcomes as JUnit's XML (.xml) or JSON (.json); may be given twice
                  -help, --version

                PARLEY_SERVER_PORT=9000 in the environment beats the file, -Dparley.server.port=9000 beats both.

                Exit codes:
                  0         done
                  1         a conversation or a download failed
                  2         the command line or the configuration cannot be used
                  11, 15    Vert.x did not start; the deployment failed (port in use, no such address, no privilege)
                  130, 143  ended by Ctrl+C, by SIGTERM

                Examples:
                  ./run.sh server -conf conf/parley.json -instances 2
                  ./run.sh client -conf '{"client": {"names": ["Ada"], "retries": 3}}'
                  ./run.sh fetch http://127.0.0.1:8000/index.html page.html
                  ./run.sh check conf/scripts/tutorial.json -report target/tutorial.xml""";
    }
}
