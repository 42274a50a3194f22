/// Widgets: controls in the notebook whose values cells read and whose events run Java ([Widgets]).
///
/// Speaks the protocol of ipywidgets, version 2.1.0, over JJava's comms: each [Widget] is a comm of the target
/// `jupyter.widget` with a state that both sides change. The front end needs the JupyterLab extension `jupyterlab_widgets`.
/// Events are handled one after the other: in the subshell that a front end opens for them (JupyterLab does), so also while a
/// cell runs, and else after it. What their code shows goes to a [Place], given by the kernel as a [Stage].
///
/// @see <a href="https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md">Widget messaging protocol</a>
package dev.solstice.kernel.widget;
