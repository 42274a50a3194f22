package dev.solstice.kernel;

import com.google.gson.JsonObject;
import dev.solstice.kernel.debug.DebugAdapter;
import dev.solstice.kernel.wire.Message;
import java.util.Optional;

/// Answers `debug_request`, apart from the other requests of the control channel: these must not wait for what a debugger
/// looks at.
final class DebugRequests implements Lane.Handler {
    private final Workplace workplace;
    private final Execution execution;
    private final Publisher publisher;
    private volatile Optional<DebugAdapter> adapter = Optional.empty();
    /// The latest one, whose front end is told what happens.
    private volatile Message request;

    DebugRequests(Workplace workplace, Execution execution, Publisher publisher) {
        this.workplace = workplace;
        this.execution = execution;
        this.publisher = publisher;
    }

    @Override
    public JsonObject handle(Message request) throws Exception {
        this.request = request;
        if (adapter.isEmpty()) {
            adapter = Optional.of(new DebugAdapter(workplace.java(), execution::aside, this::tell));
        }
        return adapter.get().answer(request.content());
    }

    private void tell(JsonObject event) {
        publisher.flush(); // what the thread has printed comes first
        publisher.publish(request, "debug_event", event);
    }

    /// Ends what halted threads run.
    void interrupt() {
        adapter.ifPresent(DebugAdapter::interrupt);
    }
}
