package dev.parley.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What was measured in a scenario, round by round. */
final class Rounds {
    private static final String ROW = "%-13s %-24s %14s %14s %8s   %s";
    static final String HEAD =
            ROW.formatted("scenario", "median of the rounds", "textbook", "parley", "ratio", "from to");

    private final Map<Contestant, List<Map<Figure, Double>>> figures = new EnumMap<>(Contestant.class);

    void add(Contestant contestant, Map<Figure, Double> round) {
        figures.computeIfAbsent(contestant, its -> new ArrayList<>()).add(round);
    }

    /** A row for each figure that both have; the ratio is parley's to textbook's in the same round. */
    List<String> rows(String scenario) {
        List<String> rows = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            List<Double> textbook = all(Contestant.TEXTBOOK, figure);
            List<Double> parley = all(Contestant.PARLEY, figure);
            if (!parley.isEmpty() && parley.size() == textbook.size()) {
                List<Double> ratios = IntStream.range(0, parley.size())
                        .mapToObj(i -> parley.get(i) / textbook.get(i))
                        .sorted()
                        .toList();
                rows.add(ROW.formatted(
                        scenario,
                        figure,
                        figure.print(median(textbook)),
                        figure.print(median(parley)),
                        ratio(median(ratios)),
                        ratio(ratios.get(0)) + " " + ratio(ratios.get(ratios.size() - 1))));
            }
        }
        return rows;
    }

    private List<Double> all(Contestant contestant, Figure figure) {
        return figures.getOrDefault(contestant, List.of()).stream()
                .filter(round -> round.containsKey(figure))
                .map(round -> round.get(figure))
                .toList();
    }

    private static double median(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String ratio(double value) {
        return String.format("%.2f", value);
    }
}
