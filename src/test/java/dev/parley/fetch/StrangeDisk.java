package dev.parley.fetch;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A disk that writes or closes later than it was told to, or does not write when it is full. */
final class StrangeDisk implements Disk {
    private final Vertx vertx;
    private final long delay;
    private final boolean once;
    private final long room;
    private final long closing;

    private StrangeDisk(Vertx vertx, long delay, boolean once, long room, long closing) {
        this.vertx = vertx;
        this.delay = delay;
        this.once = once;
        this.room = room;
        this.closing = closing;
    }

    /** Holds each write back for {@code millis}. */
    static Disk slow(Vertx vertx, long millis) {
        return new StrangeDisk(vertx, millis, false, Long.MAX_VALUE, 0);
    }

    /** Holds the first write back for {@code millis}, and with it all that come after it. */
    static Disk stalling(Vertx vertx, long millis) {
        return new StrangeDisk(vertx, millis, true, Long.MAX_VALUE, 0);
    }

    /** Refuses what goes beyond {@code room} bytes. */
    static Disk full(Vertx vertx, long room) {
        return new StrangeDisk(vertx, 0, false, room, 0);
    }

    /** Takes {@code millis} to close a file. */
    static Disk slowToClose(Vertx vertx, long millis) {
        return new StrangeDisk(vertx, 0, false, Long.MAX_VALUE, millis);
    }

    @Override
    public Future<AsyncFile> open(String path, OpenOptions options) {
        return vertx.fileSystem().open(path, options).map(file -> (AsyncFile) Proxy.newProxyInstance(
                AsyncFile.class.getClassLoader(), new Class<?>[] {AsyncFile.class}, new Strange(file)));
    }

    private final class Strange implements InvocationHandler {
        private static final int FULL = 64 * 1024;

        private final AsyncFile file;
        private Future<Void> last = Future.succeededFuture();
        private Handler<Void> onDrain = v -> {};
        private long told;
        private long waiting;

        Strange(AsyncFile file) {
            this.file = file;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
            switch (method.getName()) {
                case "write":
                    return write((Buffer) args[0]);
                case "close":
                    return closing == 0 ? file.close() : after(closing).compose(v -> file.close());
                case "writeQueueFull":
                    return waiting >= FULL;
                case "drainHandler":
                    onDrain = (Handler<Void>) args[0];
                    return proxy;
                default:
                    try {
                        return method.invoke(file, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
            }
        }

        private Future<Void> write(Buffer piece) {
            told += piece.length();
            if (told > room) {
                return Future.failedFuture(new IOException("No space left on device"));
            }
            if (delay == 0) {
                return file.write(piece);
            }
            waiting += piece.length();
            last = last.compose(v -> later()).compose(v -> file.write(piece)).onComplete(v -> {
                waiting -= piece.length();
                if (waiting < FULL) {
                    onDrain.handle(null);
                }
            });
            return last;
        }

        private Future<Void> later() {
            if (once && file.getWritePos() > 0) {
                return Future.succeededFuture();
            }
            return after(delay);
        }

        private Future<Void> after(long millis) {
            Promise<Void> over = Promise.promise();
            vertx.setTimer(millis, id -> over.complete());
            return over.future();
        }
    }
}
