package dev.solstice.kernel;

import com.google.gson.JsonObject;
import dev.solstice.kernel.wire.Channel;
import dev.solstice.kernel.wire.Message;
import dev.solstice.kernel.wire.Wire;

/// Answers what comes on the control channel, while a cell may be running.
final class ControlRequests implements Lane.Handler {
    /// Shutdown hooks of somebody's library may not keep a front end waiting for ever; Jupyter kills after 2.5 s.
    private static final long HALT_AFTER_MILLIS = 2000;

    private final Workplace workplace;
    private final Execution execution;
    private final KernelServer server;
    private final Wire wire;
    private final Crash crash;
    private final Usage usage = new Usage();
    private final DebugRequests debugger;

    ControlRequests(Workplace workplace, Execution execution, KernelServer server, Wire wire, Crash crash, DebugRequests debugger) {
        this.crash = crash;
        this.debugger = debugger;
        this.workplace = workplace;
        this.execution = execution;
        this.server = server;
        this.wire = wire;
    }

    @Override
    public JsonObject handle(Message request) {
        return switch (request.type()) {
            case "kernel_info_request" -> KernelInfo.reply();
            case "interrupt_request" -> {
                execution.interrupt();
                debugger.interrupt();
                yield Bundle.ok();
            }
            case "shutdown_request" -> shutdown(request);
            case "create_subshell_request" -> createSubshell();
            case "delete_subshell_request" -> deleteSubshell(request.text("subshell_id", ""));
            case "list_subshell_request" -> listSubshells();
            case "usage_request" -> usage.reply();
            default -> null;
        };
    }

    @Override
    public void done(Message request) {
        if (request.type().equals("shutdown_request")) {
            exit(request.flag("restart", false));
        }
    }

    private JsonObject createSubshell() {
        var content = Bundle.ok();
        content.addProperty("subshell_id", server.createSubshell());
        return content;
    }

    private JsonObject deleteSubshell(String id) {
        return server.deleteSubshell(id) ? Bundle.ok() : Bundle.error("NoSuchSubshell", "there is no subshell \"" + id + "\"");
    }

    private JsonObject listSubshells() {
        var content = Bundle.ok();
        content.add("subshell_id", Bundle.strings(server.subshells()));
        return content;
    }

    private JsonObject shutdown(Message request) {
        var content = Bundle.ok();
        content.addProperty("restart", request.flag("restart", false));
        wire.send(Channel.IOPUB, request.broadcast("shutdown_reply", content)); // for all other clients
        return content;
    }

    private void exit(boolean restart) {
        crash.ended();
        Thread.ofPlatform().daemon().name("halt").start(() -> {
            try {
                Thread.sleep(HALT_AFTER_MILLIS);
            } catch (InterruptedException hurry) {
                // halt now
            }
            Runtime.getRuntime().halt(0);
        });
        workplace.shutdown(restart);
        wire.close();
        System.exit(0);
    }
}
