package dev.parley.wire;

import java.util.function.Predicate;

/**
 * One connection as records in and records out, as its conversation sees it.
 *
 * <p>Records are taken until the listener says stop; the rest stays for {@link #resume}. Whatever is said while a read is
 * worked off leaves in one write at its end. Everything happens on the connection's event loop.
 */
public interface Wire {
    /** Who talks on a wire. */
    interface Listener {
        boolean MORE = true;
        boolean STOP = false;

        /**
         * Takes a record.
         *
         * @param record only valid during the call, and, where that stops it, until {@link Wire#resume()}
         * @return {@link #MORE} if more may follow now; {@link #STOP} until {@link Wire#resume()}
         */
        boolean record(Span record);

        /** Those that need not be shown, but are echoed and {@linkplain #echoed counted}. */
        default Echoes echoes() {
            return Echoes.NONE;
        }

        /** So many records have been echoed, each as an answer, and counted. */
        default void echoed(int records) {}

        /** The peer has ended its side, and every record it sent has been taken. */
        void inputEnded();

        /** The peer has read enough of what was said, after the wire was full. */
        default void drained() {}

        /** Nothing that is said from now on gets there, whatever has come and was not taken. */
        default void unheard() {}

        /** The wire is about to end by itself: what was kept back is said now, or never. */
        default void lastWords() {}

        /** The wire has given up, as {@link Wire#reason} tells; {@link #closed} follows. Called at most once. */
        default void failed(Ending why) {}

        /** The connection is gone; called once, last. */
        void closed(Ending ending);
    }

    /** Address and port of the other side. */
    String peer();

    /** Address and port of our own side: what the peer has for {@link #peer}. */
    String local();

    /** The clock; what its timers do is guarded as by {@link #run}. */
    Time time();

    /** Does something that belongs to the conversation, which ends if that throws. */
    void run(Runnable step);

    /** Begins to read. */
    void start(Listener listener);

    /** Takes no more records, as if the listener had said so. */
    void stop();

    /** Goes on with what has come, after a stop. */
    void resume();

    /** Begins a record; what is appended to the result until {@link #endRecord} is its body. */
    Out beginRecord();

    /**
     * Ends the record that was begun last.
     *
     * @return whether it is said; if not, it does not fit the framing, and the conversation has ended
     */
    boolean endRecord();

    /** Takes the record that was said last back, framed: it is said when {@link #send} has sent its last byte. */
    byte[] takeBack();

    /**
     * Writes some framed bytes by themselves, at once; what was said before leaves before them.
     *
     * @param answers how many of those that were taken back are whole with them, lost if they cannot be written
     */
    void send(byte[] framed, int from, int to, int answers);

    /** Writes what was said, unless a read is being worked off, which will do so at its end. */
    void flush();

    /**
     * Whether the peer reads less than is said, of which some is written if it is enough for that; {@link
     * Listener#drained} tells when that is over.
     */
    boolean full();

    /** Sends the FIN after what was said, and goes on reading. */
    void endOutput();

    /** Says no more: what was said is written, then comes the FIN, and what the peer still sends is discarded. */
    void end(Ending why);

    /** Writes what was said, then resets the connection. */
    void reset();

    /** Closes at once, whatever has not been written or read. */
    void cut();

    /** Why the connection ended as it did, in words; empty where the ending says it all. */
    String reason();

    /** What has come of a record that is not whole. */
    Fragment unfinished();

    /** What {@code body} comes to, when the peer sends only the first {@code length} bytes of it, framed. */
    CutRecord cut(byte[] body, int length);

    /** Shows the whole records that have come and were not taken, as long as {@code more} says so. */
    void untaken(Predicate<Span> more);

    /** Counts a record that is owed an answer, or is at least no farewell. */
    void countRecord();

    /** Counts what has just been said as an answer that is lost if it cannot be written. */
    void countAnswer();

    /** Counts answers that were owed and will not be said. */
    void countLost(int answers);

    /** How many answers have been counted as lost, those that could not be written among them. */
    long lost();
}
