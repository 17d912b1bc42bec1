#!/bin/sh
# ./run.sh [ROLE] [OPTIONS]   runs Parley; builds it first when the build is missing or older than its sources
# ./run.sh test               runs the whole test suite
# JAVA_HOME chooses the JDK, JAVA_OPTS reaches the JVM. ./run.sh --help tells the rest.
set -eu

here=$(dirname "$0")
jar=$here/target/parley.jar

if [ "${1:-}" = test ]; then
    shift
    exec mvn -B -f "$here/pom.xml" verify "$@"
fi

if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
else
    java=java
fi
if ! command -v "$java" >/dev/null; then
    echo "run.sh: expected a JDK of 17 or newer, got no $java" >&2
    exit 2
fi

if [ ! -f "$jar" ] || [ -n "$(find "$here/src/main" "$here/pom.xml" -newer "$jar" -print -quit)" ]; then
    echo "Building $jar, once..." >&2
    if ! log=$(mvn -q -B -f "$here/pom.xml" package -DskipTests -Dspotless.check.skip 2>&1); then
        printf '%s\n' "$log" >&2
        echo "run.sh: the build failed" >&2
        exit 1
    fi
fi

# A class archive halves the time to the first greeting. Each JDK has its own, made by a quick run of the demo. The JVM
# passes over one that does not fit, and -Xlog:disable keeps it from saying so on standard output.
home=$(dirname "$(dirname "$(readlink -f "$(command -v "$java")")")")
jdk=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$home/release" 2>/dev/null || true)
archive=$here/target/parley-${jdk:-unknown}.jsa
if [ "${jdk%%[.+]*}" -ge 25 ] 2>/dev/null; then
    make=-XX:AOTCacheOutput=$archive
    use=-XX:AOTCache=$archive
else
    make=-XX:ArchiveClassesAtExit=$archive
    use=-XX:SharedArchiveFile=$archive
fi
if [ ! "$archive" -nt "$jar" ] && [ -n "$jdk" ] && [ -w "$here/target" ]; then
    rm -f "$archive"
    "$java" "$make" -Xlog:disable -jar "$jar" demo \
        -conf '{"server": {"delay": 0}, "client": {"names": ["Ada"]}}' >/dev/null 2>&1 || : >"$archive" # not again before the next build
fi
[ -f "$archive" ] && flags="-Xlog:disable $use" || flags=

# What runs for a moment is better off with the quick compiler alone; a server is not.
case " ${*:-demo} " in
    *" server "*) ;;
    *) flags="$flags -XX:TieredStopAtLevel=1 -XX:+UseSerialGC" ;;
esac

# shellcheck disable=SC2086 # both are lists
exec "$java" $flags ${JAVA_OPTS:-} "-Dparley.conf=$here/conf/parley.json" -jar "$jar" "$@"
