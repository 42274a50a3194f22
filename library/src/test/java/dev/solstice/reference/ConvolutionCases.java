package dev.solstice.reference;

import dev.solstice.nn.AvgPool1d;
import dev.solstice.nn.AvgPool2d;
import dev.solstice.nn.AvgPool3d;
import dev.solstice.nn.ConvolutionSettings;
import dev.solstice.nn.Layer;
import dev.solstice.nn.MaxPool1d;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.nn.MaxPool3d;
import dev.solstice.nn.PaddingMode;
import java.util.Map;
import java.util.function.Function;

/// The settings of convolution and pooling cases.
final class ConvolutionCases {
    private ConvolutionCases() {}

    static ConvolutionSettings settings(Params params, int spatialAxes) {
        var settings = ConvolutionSettings
                .of(spatialAxes, params.integer("in_channels"), params.integer("out_channels"), params.integers("kernel_size"))
                .withStride(params.integers("stride", 1))
                .withDilation(params.integers("dilation", 1))
                .withGroups(params.integer("groups", 1))
                .withPaddingMode(PaddingMode.valueOf(params.text("padding_mode", "ZEROS")));
        if (!params.truth("use_bias", true)) settings = settings.withoutBias();
        if (params.isText("padding")) return settings.withPadding(params.text("padding"));
        return isTable(params) ? settings.withPadding(params.table("padding")) : settings.withPadding(params.integers("padding", 0));
    }

    private static boolean isTable(Params params) {
        return params.isList("padding") && params.json("padding").getAsJsonArray().get(0).isJsonArray();
    }

    static Map<String, Function<Params, Layer>> pools() {
        return Map.of(
                "equinox.nn.MaxPool1d", params -> {
                    var pool = MaxPool1d.of(kernel(params), stride(params)).withPadding(padding(params));
                    return ceil(params) ? pool.withCeil() : pool;
                },
                "equinox.nn.MaxPool2d", params -> {
                    var pool = MaxPool2d.of(kernel(params), stride(params)).withPadding(padding(params));
                    return ceil(params) ? pool.withCeil() : pool;
                },
                "equinox.nn.MaxPool3d", params -> {
                    var pool = MaxPool3d.of(kernel(params), stride(params)).withPadding(padding(params));
                    return ceil(params) ? pool.withCeil() : pool;
                },
                "equinox.nn.AvgPool1d", params -> {
                    var pool = AvgPool1d.of(kernel(params), stride(params)).withPadding(padding(params));
                    return ceil(params) ? pool.withCeil() : pool;
                },
                "equinox.nn.AvgPool2d", params -> {
                    var pool = AvgPool2d.of(kernel(params), stride(params)).withPadding(padding(params));
                    return ceil(params) ? pool.withCeil() : pool;
                },
                "equinox.nn.AvgPool3d", params -> {
                    var pool = AvgPool3d.of(kernel(params), stride(params)).withPadding(padding(params));
                    return ceil(params) ? pool.withCeil() : pool;
                });
    }

    private static int kernel(Params params) {
        return params.integer("kernel_size");
    }

    private static int stride(Params params) {
        return params.integer("stride", 1);
    }

    private static int padding(Params params) {
        return params.integer("padding", 0);
    }

    private static boolean ceil(Params params) {
        return params.truth("use_ceil", false);
    }
}
