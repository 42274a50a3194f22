/// The MXNet engine: DJL loads the native library, hot calls go to it and to the OpenBLAS inside by foreign functions.
///
/// Host memory is shared with the engine without copies. Depends on `engine.host` for what MXNet lacks, does slowly on
/// a CPU, or would crash on.
package dev.solstice.engine.mxnet;
