package dev.solstice.kernel.stream;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ForkJoinWorkerThread;

/// Sends what a thread prints to the cell that started the thread, many lines in one message.
///
/// A message goes out when [#DELAY_MILLIS] have passed since the first character that waits ([#BEGUN_MILLIS] for a line
/// without an end), when much has gathered, when the text changes between standard output and error, or when somebody says [#flush()].
public final class CellStreams {
    /// Short enough to look live, long enough that ten thousand lines are a handful of messages.
    private static final long DELAY_MILLIS = 25;
    /// A line that has only been begun waits longer: it may be a question, and go to the front end with what asks for the answer.
    private static final long BEGUN_MILLIS = 250;
    private static final int MUCH_CHARS = 1 << 16;

    /// Where the text of one cell goes.
    @FunctionalInterface
    public interface Sink {
        /// @param stream `stdout` or `stderr`
        void text(String stream, String text);
    }

    private final InheritableThreadLocal<CellText> ofThread = new InheritableThreadLocal<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("output").factory());
    private volatile CellText current;

    /// What `System.out` is to be.
    public final PrintStream out = new Lasting(new Routed("stdout", System.out));
    /// What `System.err` is to be.
    public final PrintStream err = new Lasting(new Routed("stderr", System.err));

    /// From here on this thread, and all threads that it starts, print to the sink.
    public void begin(Sink sink) {
        if (System.out == null) {
            System.setOut(out);
        }
        if (System.err == null) {
            System.setErr(err);
        }
        current = new CellText(sink);
        ofThread.set(current);
    }

    /// Runs code that prints to another sink, as do the threads that it starts.
    public void during(Sink sink, Runnable code) {
        flush();
        var own = ofThread.get();
        var before = current;
        begin(sink);
        try {
            code.run();
        } finally {
            flush();
            ofThread.set(own);
            current = before;
        }
    }

    /// Sends what the cell of this thread has printed so far.
    public void flush() {
        var text = target();
        if (text != null) {
            text.flush();
        }
    }

    /// Takes back the line that the cell of this thread has begun to print, as far as it has not been sent yet: who asks
    /// for input then has it as the question, as a terminal shows both in one line.
    public String takeBegunLine() {
        var text = target();
        return text == null ? "" : text.takeBegunLine();
    }

    /// Where this thread prints to; empty before the first cell.
    public Optional<Sink> sink() {
        return Optional.ofNullable(target()).map(text -> text.sink);
    }

    /// Pool threads outlive the cell that started them by chance; they print to the current one.
    private CellText target() {
        var own = Thread.currentThread() instanceof ForkJoinWorkerThread ? null : ofThread.get();
        return own != null ? own : current;
    }

    /// Later cells print too when one has closed a writer around `System.out`.
    private static final class Lasting extends PrintStream {
        Lasting(OutputStream target) {
            super(target, true, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            flush();
        }
    }

    private final class CellText {
        private final Sink sink;
        private final StringBuilder waiting = new StringBuilder();
        private String stream = "stdout";
        private boolean scheduled;
        private boolean waitedForTrace;

        CellText(Sink sink) {
            this.sink = sink;
        }

        synchronized void add(String stream, CharSequence text) {
            if (!stream.equals(this.stream)) {
                flush();
                this.stream = stream;
            }
            waiting.append(text);
            if (waiting.length() >= MUCH_CHARS) {
                flush();
            } else if (!scheduled) {
                scheduled = true;
                timer.schedule(this::sendLines, DELAY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        private synchronized void sendLines() {
            if (!waitedForTrace && endsInStackTrace()) {
                waitedForTrace = true;
                timer.schedule(this::sendLines, DELAY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
            waitedForTrace = false;
            send(begunLine());
            if (waiting.isEmpty()) {
                scheduled = false;
            } else {
                timer.schedule(this::flush, BEGUN_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        /// Which is worth waiting for: its frames are [told in terms of cells][Sink] together.
        private boolean endsInStackTrace() {
            return waiting.indexOf("\tat ", waiting.lastIndexOf("\n", waiting.length() - 2) + 1) >= 0;
        }

        private int begunLine() {
            return Math.max(waiting.lastIndexOf("\n"), waiting.lastIndexOf("\r")) + 1;
        }

        synchronized String takeBegunLine() {
            if (!stream.equals("stdout")) {
                return "";
            }
            var line = waiting.substring(begunLine());
            waiting.setLength(begunLine());
            return line;
        }

        synchronized void flush() {
            scheduled = false;
            send(waiting.length());
        }

        private void send(int length) {
            if (length > 0) {
                sink.text(stream, waiting.substring(0, length));
                waiting.delete(0, length);
            }
        }
    }

    /// Bytes to characters, then to the cell of the writing thread, or where they would have gone without us while
    /// there is no cell. A character may arrive in several writes.
    private final class Routed extends OutputStream {
        private final String stream;
        private final PrintStream withoutCell;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
        private ByteBuffer undecoded = ByteBuffer.allocate(16).flip();

        Routed(String stream, PrintStream withoutCell) {
            this.stream = stream;
            this.withoutCell = withoutCell;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            var in = ByteBuffer.allocate(undecoded.remaining() + length).put(undecoded).put(bytes, offset, length).flip();
            var chars = CharBuffer.allocate(in.remaining() + 1);
            decoder.decode(in, chars, false);
            undecoded = ByteBuffer.allocate(in.remaining()).put(in).flip();
            var target = target();
            chars.flip();
            if (target == null) {
                withoutCell.print(chars);
            } else if (chars.hasRemaining()) {
                target.add(stream, chars);
            }
        }
    }
}
