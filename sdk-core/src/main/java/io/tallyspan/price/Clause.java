package io.tallyspan.price;

import java.util.List;
import java.util.regex.Pattern;

/** Which names of models an entry of a price list is for. Immutable. */
sealed interface Clause {

    boolean matches(String model);

    record Equal(String name) implements Clause {
        @Override
        public boolean matches(String model) {
            return model.equals(name);
        }
    }

    record StartsWith(String start) implements Clause {
        @Override
        public boolean matches(String model) {
            return model.startsWith(start);
        }
    }

    record EndsWith(String end) implements Clause {
        @Override
        public boolean matches(String model) {
            return model.endsWith(end);
        }
    }

    record Contains(String part) implements Clause {
        @Override
        public boolean matches(String model) {
            return model.contains(part);
        }
    }

    record Regex(Pattern pattern) implements Clause {
        @Override
        public boolean matches(String model) {
            return pattern.matcher(model).find();
        }
    }

    record AnyOf(List<Clause> clauses) implements Clause {
        @Override
        public boolean matches(String model) {
            for (Clause clause : clauses) {
                if (clause.matches(model)) {
                    return true;
                }
            }
            return false;
        }
    }

    record AllOf(List<Clause> clauses) implements Clause {
        @Override
        public boolean matches(String model) {
            for (Clause clause : clauses) {
                if (!clause.matches(model)) {
                    return false;
                }
            }
            return true;
        }
    }
}
