/// Data in and out of arrays: Apache Arrow files and tables.
///
/// Works on Arrow's own [org.apache.arrow.vector.VectorSchemaRoot], which a notebook shows as a table. May use
/// everything of the library but the facade; of the library only the facade may use it.
package dev.solstice.data;
