package dev.solstice.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The cells of all sessions on disk, one JSON object a line; several kernels may write to it.
///
/// `SOLSTICE_HISTORY` names another file, or `off`. What cannot be read or written is left out: history is a comfort.
record HistoryFile(Path path) {
    private static final Gson GSON = new Gson();
    private static final int MOST_ENTRIES = 20_000;
    private static final long MOST_BYTES = 32 << 20;
    /// A longer cell holds data, which every kernel that is ever started would have to read again.
    private static final int LONGEST_SOURCE = 100_000;

    /// One executed cell; a session's first line has no source.
    ///
    /// @param output the result as text, or null
    record Entry(int session, int line, String source, String output) {}

    static Optional<HistoryFile> standard() {
        var chosen = System.getenv("SOLSTICE_HISTORY");
        return "off".equals(chosen) ? Optional.empty()
            : Optional.of(new HistoryFile(chosen != null ? Path.of(chosen) : JupyterData.directory().resolve("solstice/history.jsonl")));
    }

    /// Begins a session: reads what earlier ones have left and reserves a number of its own.
    ///
    /// @param earlier takes the entries, oldest first
    /// @return the session's number
    int begin(List<Entry> earlier) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            try (var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                 var _ = channel.lock()) {
                var all = read(channel);
                if (all.size() > MOST_ENTRIES || channel.size() > MOST_BYTES) {
                    all = all.subList(all.size() / 2, all.size());
                    channel.truncate(0);
                    for (var entry : all) write(channel, entry);
                }
                int session = all.stream().mapToInt(Entry::session).max().orElse(0) + 1;
                write(channel, new Entry(session, 0, null, null));
                all.stream().filter(entry -> entry.source() != null).forEach(earlier::add);
                return session;
            }
        } catch (IOException | RuntimeException unreadable) {
            return 1;
        }
    }

    /// Cells that are too long to be typed are left out.
    void append(Entry entry) {
        if (entry.source().length() > LONGEST_SOURCE) {
            return;
        }
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE); var _ = channel.lock()) {
            write(channel, entry);
        } catch (IOException | RuntimeException unwritable) {
            // the entry lives as long as the session
        }
    }

    private static List<Entry> read(FileChannel channel) throws IOException {
        var entries = new ArrayList<Entry>();
        var in = Channels.newInputStream(channel.position(0)); // not closed: that would close the channel
        for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
            try {
                Optional.ofNullable(GSON.fromJson(line, Entry.class)).ifPresent(entries::add);
            } catch (JsonSyntaxException halfWritten) {
                // by a kernel that was killed meanwhile
            }
        }
        return entries;
    }

    private static void write(FileChannel channel, Entry entry) throws IOException {
        channel.position(channel.size());
        channel.write(ByteBuffer.wrap((GSON.toJson(entry) + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
