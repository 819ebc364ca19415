package dev.coffer.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** Latency against the size of a store, both in powers of ten, as a picture in SVG. */
final class LatencyChart {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;
  private static final int LEFT = 80;
  private static final int RIGHT = 690;
  private static final int TOP = 60;
  private static final int BOTTOM = 490;
  private static final int LABEL_HEIGHT = 18;

  /** Told apart by those, too, who see few colours; each also ends in its name. */
  private static final List<String> COLOURS =
      List.of("#d55e00", "#555555", "#999999", "#0072b2", "#009e73", "#cc79a7", "#e69f00");

  private final StringBuilder out = new StringBuilder();
  private final double smallest;
  private final double largest;
  private final double fastest;
  private final double slowest;

  private record Label(double y, String text, String colour) {}

  private LatencyChart(Map<String, SortedMap<Integer, Latencies>> series) {
    double least = Double.MAX_VALUE;
    double most = 0;
    int first = Integer.MAX_VALUE;
    int last = 0;
    for (SortedMap<Integer, Latencies> bySize : series.values()) {
      first = Math.min(first, bySize.firstKey());
      last = Math.max(last, bySize.lastKey());
      for (Latencies latencies : bySize.values()) {
        least = Math.min(least, latencies.p50());
        most = Math.max(most, latencies.p99());
      }
    }
    this.smallest = Math.log10(first);
    this.largest = Math.max(Math.log10(last), smallest + 1);
    this.fastest = Math.floor(Math.log10(least));
    this.slowest = Math.ceil(Math.log10(most));
  }

  static String draw(Map<String, SortedMap<Integer, Latencies>> series) {
    return new LatencyChart(series).drawAll(series);
  }

  private String drawAll(Map<String, SortedMap<Integer, Latencies>> series) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"14\">\n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    text(LEFT, 28, "start", "#222222", "A durable put of 1,200 bytes, by the size of the store");
    text(LEFT, 48, "start", "#666666", "lines: median; dots above: 99th percentile; one thread");
    grid();
    List<Label> labels = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, SortedMap<Integer, Latencies>> each : series.entrySet()) {
      String colour = COLOURS.get(number++ % COLOURS.size());
      double last = curve(each.getValue(), colour, number == 1 ? 3.5 : 2);
      labels.add(new Label(last, each.getKey(), colour));
    }
    label(labels);
    return out.append("</svg>\n").toString();
  }

  private void grid() {
    for (double power = fastest; power <= slowest; power++) {
      for (int digit = 1; digit < 10; digit++) {
        double value = digit * Math.pow(10, power);
        if (Math.log10(value) <= slowest) {
          String colour = digit == 1 ? "#bbbbbb" : "#eeeeee";
          rule(LEFT, y(value), RIGHT, y(value), colour);
        }
      }
      text(LEFT - 8, y(Math.pow(10, power)) + 5, "end", "#222222", duration(power));
    }
    for (double power = Math.ceil(smallest); power <= largest; power++) {
      double x = x(Math.pow(10, power));
      rule(x, TOP, x, BOTTOM, "#bbbbbb");
      text(x, BOTTOM + 22, "middle", "#222222", format("%,.0f", Math.pow(10, power)));
    }
    text((LEFT + RIGHT) / 2.0, BOTTOM + 48, "middle", "#222222", "entries in the store");
  }

  private static String duration(double power) {
    return power < 3
        ? format("%,.0f µs", Math.pow(10, power))
        : format("%,.0f ms", Math.pow(10, power - 3));
  }

  /** Draws one store, and says at which height its line ends. */
  private double curve(SortedMap<Integer, Latencies> bySize, String colour, double width) {
    StringBuilder points = new StringBuilder();
    double last = 0;
    for (Map.Entry<Integer, Latencies> each : bySize.entrySet()) {
      int size = each.getKey();
      Latencies it = each.getValue();
      last = y(it.p50());
      points.append(format("%.1f,%.1f ", x(size), y(it.p50())));
      add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n", x(size), y(it.p50()), colour);
      add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"white\" stroke=\"%s\"/>\n",
          x(size), y(it.p99()), colour);
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"/>\n",
        points.toString().strip(), colour, width);
    return last;
  }

  /** Writes each name where its curve ends, or as near as the others leave room. */
  private void label(List<Label> labels) {
    labels.sort(Comparator.comparingDouble(Label::y));
    double free = TOP;
    for (Label label : labels) {
      double y = Math.max(label.y(), free);
      text(RIGHT + 12, y + 5, "start", label.colour(), label.text());
      free = y + LABEL_HEIGHT;
    }
  }

  private double x(double size) {
    return LEFT + (Math.log10(size) - smallest) / (largest - smallest) * (RIGHT - LEFT);
  }

  private double y(double micros) {
    return BOTTOM - (Math.log10(micros) - fastest) / (slowest - fastest) * (BOTTOM - TOP);
  }

  private void rule(double x1, double y1, double x2, double y2, String colour) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
        x1, y1, x2, y2, colour);
  }

  private void text(double x, double y, String anchor, String colour, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
        x, y, anchor, colour, text);
  }

  private void add(String pattern, Object... values) {
    out.append(format(pattern, values));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
