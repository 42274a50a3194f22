/// The Jupyter kernel `solstice`: its requests, its main class and what a cell may call ([Notebook]).
///
/// Above `wire` (messages), `jshell` (Java), `stream` (output) and `error` (reports), which know nothing of one another.
/// Beside them `magic`, `live` (progress), `widget` and `explore` (variables) are what a notebook has on top of Java.
/// [NotebookKernel] is the face that JJava extensions see.
package dev.solstice.kernel;
