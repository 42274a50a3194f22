/// XChart's charts as images that suit light and dark pages.
package dev.solstice.render.chart;
