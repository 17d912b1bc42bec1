#!/bin/sh
# ./run.sh [ROLE] [OPTIONS]   runs Parley; builds it first when the build is missing or older than its sources
# ./run.sh test               runs the whole test suite
# ./run.sh bench [OPTIONS]    measures Parley beside a textbook server of Vert.x; bench --help tells the rest
# JAVA_HOME chooses the JDK, JAVA_OPTS reaches the JVM. ./run.sh --help tells the rest.
set -eu

self=$0
[ ! -L "$self" ] || self=$(readlink -f "$self")
here=$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd) # whole, since a class archive is good for one path of its jar
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

# Two first runs at once build once: the lock is the kernel's, and gone with its process.
mkdir -p "$here/target" 2>/dev/null || true
if command -v flock >/dev/null && [ -w "$here/target" ]; then
    exec 9>"$here/target/run.lock"
    flock 9
fi

# Builds $1 by Maven's goals $2 where it is missing, or older than one of the other arguments.
build() {
    made=$1
    goals=$2
    shift 2
    if [ ! -f "$made" ] || [ -n "$(find "$@" "$here/pom.xml" -newer "$made" -print -quit)" ]; then
        echo "Building ${made#"$here/"}, once..." >&2
        trap 'rm -f "$made"; exit 130' INT TERM # half a jar would look like a new one
        # shellcheck disable=SC2086 # goals, split on purpose
        if ! log=$(mvn -q -B -f "$here/pom.xml" $goals -Dspotless.check.skip 2>&1); then
            printf '%s\n' "$log" >&2
            echo "run.sh: the build failed" >&2
            exit 70
        fi
        trap - INT TERM
    fi
}

build "$jar" "package -DskipTests" "$here/src/main"
if [ "${1:-}" = bench ]; then
    shift
    bench=$here/target/bench
    build "$bench/parley-bench.jar" "-Pbench compiler:testCompile@bench dependency:copy-dependencies@bench jar:jar@bench" \
        "$here/src/bench" "$jar"
    exec 9>&-
    case ${1:-} in
        jmh) shift && set -- org.openjdk.jmh.Main "$@" ;;
        *) set -- "-Dbench.home=$here" -XX:+UseSerialGC dev.parley.bench.Bench "$@" ;;
    esac
    exec "$java" -cp "$bench/*:$jar" "$@"
fi

# A class archive halves the time to the first greeting. Each JDK has its own, made by a quick run of the demo. The JVM
# passes over one that does not fit, and -Xlog:disable keeps it from saying so on standard output.
home=$(dirname "$(dirname "$(readlink -f "$(command -v "$java")")")")
jdk=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$home/release" 2>/dev/null || true)
archive=$here/target/parley-${jdk:-unknown}.jsa
if [ "${jdk%%[.+]*}" -ge 25 ] 2>/dev/null; then
    make=-XX:AOTCacheOutput
    use=-XX:AOTCache
else
    make=-XX:ArchiveClassesAtExit
    use=-XX:SharedArchiveFile
fi
if [ ! "$archive" -nt "$jar" ] && [ -n "$jdk" ] && [ -w "$here/target" ]; then
    (
        for variable in $(env | sed -n 's/^\(PARLEY_[A-Za-z0-9_]*\)=.*/\1/p'); do
            unset "$variable"
        done
        "$java" "$make=$archive.new" -Xlog:disable "-Djava.io.tmpdir=$here/target" -jar "$jar" demo \
            -conf '{"server": {"delay": 0}, "client": {"names": ["Ada"]}}'
    ) >/dev/null 2>&1 9>&- || : >"$archive.new" # an empty one, so as not to try again before the next build
    mv -f "$archive.new" "$archive"
fi
exec 9>&-

# What runs for a moment is better off with compilers that are in no hurry, and with little room for what lives shorter
# still. Measured with fetch, against java -jar: 6 bytes take 0.4 of the time, and 1 GiB takes 1.1 times the memory of
# 10 MiB. A server has time. A young generation of 64 MiB is looked through six times for ten thousand connections that
# come at once, 25 ms each; with the 128 MiB that 24 GiB of memory come to, it is 90 ms, in the midst of their first
# records. In huge pages, to touch it for the first time costs little: without, those replies are late by 140 ms, with, 20.
role=${*:-demo}
set -- "-Dparley.conf=$here/conf/parley.json" -jar "$jar" "$@"
case " $role " in
    *" server "* | *":server "* | *".EchoServerVerticle "*)
        quick=-Xmn64m
        ! grep -qs '\[always\]\|\[madvise\]' /sys/kernel/mm/transparent_hugepage/enabled ||
            quick="$quick -XX:+UseTransparentHugePages"
        ;;
    *) quick="-XX:CompileThresholdScaling=5 -XX:MaxInlineLevel=6" ;;
esac
case " $quick ${JAVA_OPTS:-}" in
    " -Xmn"*" -Xm"*) quick= ;; # somebody has chosen the heap
    " -XX:Compile"*"-XX:+Use"*"GC"*) ;; # somebody has chosen a collector
    " -XX:Compile"*) quick="$quick -XX:+UseSerialGC -Xmn8m" ;;
esac
[ ! -f "$archive" ] || set -- "$use=$archive" -Xlog:disable "$@"

# shellcheck disable=SC2086 # lists of options, split on purpose
exec "$java" $quick ${JAVA_OPTS:-} "$@"
