/// Jupyter's messaging protocol over ZeroMQ: frames, signatures and one thread that owns every socket.
///
/// Knows no Java evaluation and no kernel. Of JJava it uses the connection file and the signature only;
/// JJava's own channels sleep 50 ms between polls, which every request would wait for.
package dev.solstice.kernel.wire;
