package dev.solstice.kernel.widget;

import com.google.gson.JsonObject;

/// Where what code shows goes: a cell's output, an [Output] widget.
@FunctionalInterface
public interface Place {
    /// Shows nothing.
    Place NOWHERE = (type, content) -> { };

    /// @param type    of the message that would be broadcast for a cell: `stream`, `display_data`, `error`...
    /// @param content of that message
    void publish(String type, JsonObject content);
}
