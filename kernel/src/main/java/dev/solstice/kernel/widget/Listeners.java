package dev.solstice.kernel.widget;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Who wants to know, and the cells that said so, which show what the listeners print when the page calls them.
final class Listeners<T> {
    private record Listener<T>(Consumer<? super T> code, Place place) {}

    private final List<Listener<T>> all = new CopyOnWriteArrayList<>();

    void add(Consumer<? super T> code) {
        all.add(new Listener<>(code, Stage.current().place()));
    }

    /// Java has caused it: what they print and throw is part of the code that did.
    void tell(T what) {
        all.forEach(listener -> listener.code().accept(what));
    }

    /// The page has caused it: one that fails does not keep the others from being told.
    void tellFromPage(T what) {
        all.forEach(listener -> Stage.current().run(listener.place(), () -> listener.code().accept(what)));
    }
}
