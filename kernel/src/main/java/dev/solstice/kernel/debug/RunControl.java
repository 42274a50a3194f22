package dev.solstice.kernel.debug;

import dev.solstice.kernel.error.Cell;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;

/// Makes threads halt at lines and go on again.
///
/// Each thread halts for itself; the others go on until they come to a breakpoint too.
final class RunControl {
    /// Why a thread has halted.
    ///
    /// @param reason as the protocol calls it
    /// @param text   more about it, or null
    /// @param thrown the exception that it has halted for, or null
    record Halt(Frame frame, String reason, String text, Throwable thrown) {}

    /// Told on the thread that it is about.
    interface Listener {
        void halted(Halt halt);

        void goesOn(CallStack stack);
    }

    private sealed interface Resumption {
        record GoOn(Step step) implements Resumption {}

        record End() implements Resumption {}
    }

    private final Breakpoints breakpoints = new Breakpoints();
    private final Conditions conditions;
    private final Listener listener;
    private final BooleanSupplier stopping;
    private final NavigableMap<Integer, CallStack> threads = new ConcurrentSkipListMap<>();
    private final Map<CallStack, Halt> halts = new HashMap<>();
    private final Map<CallStack, Resumption> resumptions = new HashMap<>();
    private volatile boolean on;
    /// The cell whose next statement ends a step that the last one began.
    private volatile Cell steppedOutOf;
    private Throwable lastSeen;

    /// Whether a condition holds.
    interface Conditions {
        boolean hold(Breakpoint breakpoint, Frame frame) throws Throwable;
    }

    /// @param stopping whether somebody has interrupted what runs
    RunControl(Conditions conditions, Listener listener, BooleanSupplier stopping) {
        this.conditions = conditions;
        this.listener = listener;
        this.stopping = stopping;
    }

    Breakpoints breakpoints() {
        return breakpoints;
    }

    boolean isOn() {
        return on;
    }

    void start() {
        on = true;
    }

    /// Forgets all breakpoints and lets all threads go on.
    void end() {
        synchronized (halts) {
            on = false;
        }
        breakpoints.clear();
        steppedOutOf = null;
        isNew(null); // lets go of the last exception
        threads.values().forEach(thread -> thread.take(null));
        goOn();
    }

    /// The number of a method that is being woven.
    int add(WovenMethod method) {
        breakpoints.add(method);
        return Probe.add(method);
    }

    // ---- What threads do

    /// @return the thread's number: the least one that is free, and 1 only for a cell's own
    int begun(CallStack thread, WovenMethod method) {
        int id = method.isCell() ? 1 : 2;
        while (threads.putIfAbsent(id, thread) != null) {
            id++;
        }
        return id;
    }

    void ended(CallStack thread, WovenMethod method, boolean normally) {
        threads.remove(thread.id());
        if (normally && method.isCell() && thread.step() != null && thread.step().carriesOver()) {
            steppedOutOf = method.cell();
        }
    }

    /// The step with which an outermost frame begins, or null: each statement of a cell has a thread of its own.
    Step carriedOver(WovenMethod method) {
        var cell = steppedOutOf;
        if (cell == null || !method.isCell()) {
            return null;
        }
        steppedOutOf = null;
        return cell.equals(method.cell()) ? Step.ONWARD : null;
    }

    void arrived(Frame frame) {
        if (!on) {
            return;
        }
        var step = frame.stack().step();
        var halt = breakpoint(frame);
        if (halt.isEmpty() && step != null && step.endsAt(frame)) {
            halt = Optional.of(new Halt(frame, step.reason(), null, null));
        }
        halt.ifPresent(this::halt);
    }

    private Optional<Halt> breakpoint(Frame frame) {
        return (frame.method().halts(frame.location()) ? breakpoints.at(frame) : Optional.<Breakpoint>empty()).flatMap(breakpoint -> {
            try {
                return frame.stack().undisturbed(() -> conditions.hold(breakpoint, frame))
                    ? Optional.of(new Halt(frame, "breakpoint", null, null)) : Optional.empty();
            } catch (Throwable failed) {
                return Optional.of(new Halt(frame, "breakpoint", "The breakpoint's condition failed: " + failed.getMessage(), null));
            }
        });
    }

    /// An exception leaves the frame; it is met again in each frame further out.
    @SuppressWarnings("removal")
    void threw(Frame frame, Throwable thrown) {
        if (on && breakpoints.haltsAtExceptions() && !(thrown instanceof ThreadDeath) && isNew(thrown)) {
            halt(new Halt(frame, "exception", thrown.toString(), thrown));
        }
    }

    private synchronized boolean isNew(Throwable thrown) {
        boolean isNew = thrown != lastSeen;
        lastSeen = thrown;
        return isNew;
    }

    @SuppressWarnings("removal")
    private void halt(Halt halt) {
        if (stopping.getAsBoolean()) {
            throw new ThreadDeath(); // as the checks that JShell weaves do
        }
        var stack = halt.frame().stack();
        synchronized (halts) {
            if (!on) {
                return;
            }
            halts.put(stack, halt);
        }
        listener.halted(halt);
        var next = await(stack);
        listener.goesOn(stack);
        switch (next) {
            case Resumption.GoOn(var step) -> stack.take(step);
            case Resumption.End() -> {
                stack.take(null);
                throw new ThreadDeath();
            }
        }
    }

    private Resumption await(CallStack stack) {
        boolean interrupted = false;
        synchronized (halts) {
            while (!resumptions.containsKey(stack)) {
                try {
                    halts.wait();
                } catch (InterruptedException e) {
                    if (stopping.getAsBoolean()) {
                        resumptions.put(stack, new Resumption.End());
                    } else {
                        interrupted = true; // by other code, which means what the thread does next
                    }
                }
            }
            halts.remove(stack);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return resumptions.remove(stack);
        }
    }

    // ---- What the front end asks for

    /// Those that run something woven.
    Collection<CallStack> threads() {
        return threads.values();
    }

    List<Halt> halts() {
        synchronized (halts) {
            return List.copyOf(halts.values());
        }
    }

    Optional<Halt> halt(int thread) {
        return halts().stream().filter(halt -> halt.frame().stack().id() == thread).findFirst();
    }

    /// Makes all threads that run halt at their next line.
    void pause() {
        var halted = halts().stream().map(halt -> halt.frame().stack()).toList();
        threads.values().stream().filter(thread -> !halted.contains(thread)).forEach(CallStack::pause);
    }

    void step(Halt halt, Step.Kind kind) {
        resume(halt, new Resumption.GoOn(Step.of(kind, halt.frame())));
    }

    /// Lets all halted threads go on.
    void goOn() {
        halts().forEach(halt -> resume(halt, new Resumption.GoOn(null)));
    }

    /// Ends what the halted threads run, as an interrupt does.
    void stop() {
        halts().forEach(halt -> resume(halt, new Resumption.End()));
    }

    private void resume(Halt halt, Resumption resumption) {
        synchronized (halts) {
            if (halts.containsValue(halt)) {
                resumptions.put(halt.frame().stack(), resumption);
                halts.notifyAll();
            }
        }
    }
}
