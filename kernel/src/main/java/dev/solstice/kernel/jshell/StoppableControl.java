package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Interruption;
import dev.solstice.kernel.error.StackCarrier;
import dev.solstice.kernel.error.Thrown;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.SPIResolutionException;

/// Runs snippets in this JVM so that they can be stopped and so that their result and exception are kept as the
/// objects they are (JShell itself passes strings).
///
/// [LocalExecutionControl] weaves a check of one static flag into every method and backward branch of a cell's
/// bytecode. This class uses that weaving, but runs the code itself: the superclass waits for every thread that
/// the snippet managed to start in time, which makes a cell with a background thread hang now and then.
final class StoppableControl extends LocalExecutionControl {
    /// How long a stopped thread may take before it is left behind.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Where [LocalExecutionControl] keeps the flag; it creates the class at its first invocation.
    private static final String FLAG_CLASS = "REPL.$Cancel$";
    private static final String FLAG_FIELD = "allStop";
    /// Deeply nested programs are normal here (a tape of a long loop); reserved, not committed.
    private static final long STACK_BYTES = 16L << 20;

    private final Object lock = new Object();
    private final Reserve reserve = new Reserve();
    private final CellClasses classes;
    /// Told the name of the generated class whose snippet begins.
    private final Consumer<String> beginning;
    /// Held by whoever uses JShell; given up while a cell's code runs.
    private final ReentrantLock compiling;
    private final Set<Run<?>> running = new LinkedHashSet<>();
    private Field stopFlag;
    private boolean stopRequested;
    private Object result;
    private Throwable thrown;
    private StackCarrier carrier;

    StoppableControl(ReentrantLock compiling, CellClasses classes, Consumer<String> beginning) {
        super(classes);
        this.compiling = compiling;
        this.classes = classes;
        this.beginning = beginning;
    }

    /// One stretch of user code on its own thread; its fields are guarded by the lock.
    private static final class Run<T> {
        final ThreadGroup group = new ThreadGroup("cell");
        boolean finished;
        T result;
        Throwable thrown;
    }

    /// What the last snippet returned, or null.
    Object result() {
        return result;
    }

    /// What the last snippet threw, or null; an [Interruption] when it was stopped.
    Throwable thrown() {
        return thrown;
    }

    /// What [#thrown()] was handed to JShell in.
    StackCarrier carrier() {
        return carrier;
    }

    /// Forgets the last result, so that the kernel does not keep a large model alive.
    void forget() {
        result = null;
        thrown = null;
        carrier = null;
        reserve.refill();
    }

    /// What was stopped has ended; the next snippet may run.
    void resume() {
        synchronized (lock) {
            stopRequested = false;
        }
    }

    /// Whether somebody asked to stop since [#resume()].
    boolean stopRequested() {
        synchronized (lock) {
            return stopRequested;
        }
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        beginning.accept(snippet.getDeclaringClass().getName());
        try {
            var value = call(() -> snippet.invoke(null));
            forget();
            result = value;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SPIResolutionException unresolved) {
                throw unresolved;
            }
            throw toJShell(e.getCause());
        } catch (Interruption | Error e) { // an error for which there was no memory to wrap it
            throw toJShell(e);
        }
        return ""; // JShell's own rendering would print all of a large array
    }

    private InvocationTargetException toJShell(Throwable thrown) {
        forget();
        this.thrown = thrown;
        this.carrier = StackCarrier.of(thrown);
        return new InvocationTargetException(carrier);
    }

    /// Runs code on a cell's thread, where it can be stopped.
    ///
    /// @throws Interruption when a stop was requested, whatever the code did about it
    <T> T call(Callable<T> code) throws Exception {
        boolean compiled = compiling.isHeldByCurrentThread();
        if (compiled) {
            compiling.unlock();
        }
        try {
            return callOnOwnThread(code);
        } finally {
            if (compiled) {
                compiling.lock();
            }
        }
    }

    private <T> T callOnOwnThread(Callable<T> code) throws Exception {
        var run = new Run<T>();
        synchronized (lock) {
            if (stopRequested) {
                throw new Interruption(new StackTraceElement[0], false);
            }
            if (running.isEmpty()) {
                setFlag(false); // it is still up if the last cell did not stop
            }
            running.add(run);
            var thread = new Thread(run.group, () -> execute(code, run), "cell", STACK_BYTES);
            thread.setContextClassLoader(classes.classPath());
            thread.setDaemon(true);
            thread.start();
            try {
                return await(run, thread);
            } finally {
                running.remove(run);
                if (running.isEmpty() && run.finished) {
                    setFlag(false);
                }
            }
        }
    }

    /// Waits, with the lock given up meanwhile, for the end of the run or for a stop request and then not long.
    private <T> T await(Run<T> run, Thread thread) throws Exception {
        while (!run.finished && !stopRequested) {
            lock.wait();
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!run.finished && deadline - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(lock, deadline - System.nanoTime());
        }
        if (stopRequested) {
            throw interruption(run, thread);
        }
        return switch (run.thrown) {
            case null -> run.result;
            case Exception e -> throw e;
            case Error e -> throw e;
            case Throwable t -> throw new InvocationTargetException(t);
        };
    }

    private Interruption interruption(Run<?> run, Thread thread) {
        if (!run.finished) {
            return new Interruption(thread.getStackTrace(), true); // the flag stays up: it may yet come by
        }
        var cause = run.thrown instanceof InvocationTargetException e ? e.getCause() : run.thrown;
        return new Interruption(cause == null ? new StackTraceElement[0] : Thrown.stack(cause), false);
    }

    private <T> void execute(Callable<T> code, Run<T> run) {
        T result = null;
        Throwable thrown = null;
        try {
            result = code.call();
        } catch (Throwable e) {
            if (e instanceof OutOfMemoryError || e.getCause() instanceof OutOfMemoryError) {
                reserve.giveUp();
            }
            thrown = e;
        }
        synchronized (lock) {
            run.result = result;
            run.thrown = thrown;
            run.finished = true;
            lock.notifyAll();
        }
    }

    /// Stops all that runs, and the next step of a cell that is being compiled.
    @Override
    public void stop() {
        synchronized (lock) {
            stopRequested = true;
            if (!running.isEmpty()) {
                setFlag(true);
                running.forEach(run -> run.group.interrupt());
            }
            lock.notifyAll();
        }
    }

    private void setFlag(boolean stop) {
        try {
            if (stopFlag != null) {
                stopFlag.setBoolean(null, stop);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A class that JShell has generated and loaded.
    Class<?> loaded(String name) throws ClassNotFoundException {
        return findClass(name);
    }

    /// Makes the superclass create its flag by having it invoke something harmless; once, before the first cell.
    void prepare() throws Exception {
        super.invoke(Thread.class.getMethod("onSpinWait"));
        stopFlag = findClass(FLAG_CLASS).getField(FLAG_FIELD);
    }
}
