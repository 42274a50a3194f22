package dev.solstice.kernel.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Standard input that asks the person in front of the notebook, a line at a time.
public final class CellInput extends InputStream {

    /// How the current cell asks.
    @FunctionalInterface
    public interface Question {
        /// The typed line without its end.
        ///
        /// @param password whether it must not be seen
        String ask(String prompt, boolean password) throws IOException;
    }

    private final InheritableThreadLocal<Question> ofThread = new InheritableThreadLocal<>();
    private volatile Question latest = (prompt, password) -> {
        throw new IOException("no cell is running that could ask for input");
    };
    private byte[] line = {};
    private int position;

    /// From here on this thread, and all threads that it starts, ask so.
    public void setQuestion(Question question) {
        latest = question;
        ofThread.set(question);
    }

    /// Asks for a line, whatever waits to be [read][#read()].
    public String ask(String prompt, boolean password) throws IOException {
        var own = ofThread.get();
        return (own != null ? own : latest).ask(prompt, password);
    }

    @Override
    public synchronized int read() throws IOException {
        if (position == line.length) {
            line = (ask("", false) + "\n").getBytes(StandardCharsets.UTF_8);
            position = 0;
        }
        return line[position++] & 0xff;
    }

    /// At most the rest of the line: asking for more would ask the person again.
    @Override
    public synchronized int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        into[offset] = (byte) read();
        int more = Math.min(length - 1, line.length - position);
        System.arraycopy(line, position, into, offset + 1, more);
        position += more;
        return 1 + more;
    }

    @Override
    public synchronized int available() {
        return line.length - position;
    }
}
