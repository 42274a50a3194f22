package dev.solstice.kernel.debug;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs what may call the user's code, such as a `toString`, where an interrupt stops it.
public interface UserCode {
    /// Enough for anything that is looked at; a front end waits no longer with its other requests.
    int SECONDS = 10;

    <T> T call(Callable<T> code) throws Exception;

    /// The same on a thread that never halts, and not for long.
    ///
    /// @throws Refusal when it takes too long; it may wait for something that a halted thread has locked
    default <T> T undisturbed(Callable<T> code) throws Exception {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform().daemon().name("debugger").start(() -> {
            CallStack.ignoreThisThread();
            try {
                result.complete(call(code));
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        });
        try {
            return result.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new Refusal("no answer within " + SECONDS + " s: it goes on, or waits for a halted thread, until the kernel is interrupted");
        }
    }
}
