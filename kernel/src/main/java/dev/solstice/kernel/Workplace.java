package dev.solstice.kernel;

import dev.solstice.kernel.explore.VariableComm;
import dev.solstice.kernel.help.Help;
import dev.solstice.kernel.jshell.JavaSession;
import dev.solstice.kernel.jshell.Preload;
import dev.solstice.kernel.magic.Magics;
import dev.solstice.kernel.widget.WidgetComm;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

/// The Java session and the kernel around it, made ready while the front end is still connecting.
final class Workplace {
    private record Ready(JavaSession java, Help help, NotebookKernel kernel, Comms comms) {}

    private final CompletableFuture<Publisher> connected = new CompletableFuture<>();
    private final CompletableFuture<Ready> ready = new CompletableFuture<>();

    /// Begins to make everything ready, before there is a connection even.
    Workplace() {
        Thread.ofPlatform().name("warm-up").daemon().start(() -> {
            try {
                ready.complete(makeReady(connected));
            } catch (Throwable failure) {
                ready.completeExceptionally(failure);
            }
        });
    }

    /// What shows things from here on.
    void connect(Publisher publisher) {
        connected.complete(publisher);
    }

    private static Ready makeReady(CompletableFuture<Publisher> connected) {
        var magics = new MagicsRegistry();
        var runner = new MagicRunner(magics);
        var java = new JavaSession(runner);
        Preload.standard().into(java);
        var help = new Help(java, runner);
        var publisher = connected.join();
        var kernel = new NotebookKernel(KernelInfo.version(), java, help, magics, publisher);
        runner.setKernel(kernel);
        runner.setPurposes(Magics.register(magics, java, kernel::installNewExtensions));
        WidgetComm.register(kernel.getCommManager());
        VariableComm.register(kernel.getCommManager(), java);
        kernel.onStartup(); // installs JJava extensions from the class path
        return new Ready(java, help, kernel, new Comms(kernel.getCommManager(), publisher));
    }

    /// Text that a program has printed, [as its user knows things][JavaSession#inCellTerms(String)].
    String inCellTerms(String text) {
        return javaIfReady().map(java -> java.inCellTerms(text)).orElse(text);
    }

    JavaSession java() throws Exception {
        return await().java();
    }

    Help help() throws Exception {
        return await().help();
    }

    NotebookKernel kernel() throws Exception {
        return await().kernel();
    }

    Comms comms() throws Exception {
        return await().comms();
    }

    /// For what a front end waits for a second only.
    Optional<Help> helpWithin(Duration patience) throws InterruptedException {
        try {
            return Optional.of(ready.get(patience.toMillis(), TimeUnit.MILLISECONDS).help());
        } catch (TimeoutException | ExecutionException notYet) {
            return Optional.empty();
        }
    }

    Optional<JavaSession> javaIfReady() {
        return ready.isDone() && !ready.isCompletedExceptionally() ? Optional.of(ready.join().java()) : Optional.empty();
    }

    /// Lets extensions clean up.
    void shutdown(boolean restart) {
        if (ready.isDone() && !ready.isCompletedExceptionally()) {
            ready.join().kernel().onShutdown(restart);
        }
    }

    private Ready await() throws Exception {
        try {
            return ready.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
