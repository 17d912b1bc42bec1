package dev.parley.conversation;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a list of rules, and tells of those that nothing can get to. */
public final class Rules {
    private Rules() {}

    /**
     * @param longestForPattern the longest record that a pattern is tried on, in bytes
     * @param vars texts for the placeholders of that name
     */
    public static List<Rule> read(Value value, int longestForPattern, Map<String, String> vars) {
        List<Rule> rules = new ArrayList<>();
        List<Value> values = value.list("a list of rules");
        for (Value each : values) {
            Rule rule = each.section("a rule", (Section s) -> Rule.read(s, longestForPattern, vars), () -> null);
            if (rule == null) {
                return List.of();
            }
            for (int i = 0; i < rules.size(); i++) {
                Rule first = rules.get(i);
                boolean takesAll = first.on() == Match.ANY || each.sameMember("on", values.get(i));
                if (takesAll && first.covers(rule)) {
                    each.complain("can never be reached, since rules[" + i + "] comes first and is for the same");
                    break;
                }
            }
            rules.add(rule);
        }
        checkStates(values, rules);
        return rules;
    }

    private static void checkStates(List<Value> values, List<Rule> rules) {
        Set<String> reached = new HashSet<>(Set.of(RulePlay.START));
        rules.forEach(rule -> rule.next().ifPresent(reached::add));
        for (int i = 0; i < rules.size(); i++) {
            for (String state : rules.get(i).in()) {
                if (!reached.contains(state)) {
                    values.get(i)
                            .complain("expected a state that some rule's \"next\" leads to, got \"" + state + "\"");
                }
            }
        }
    }
}
