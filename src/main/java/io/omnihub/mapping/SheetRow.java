package io.omnihub.mapping;

import java.util.List;

/// A row of a sheet.
///
/// @param line from 1
record SheetRow(int line, List<SheetCell> cells) {

    private static final int LETTERS = 26;

    boolean isBlank() {
        return cells.stream().allMatch(SheetCell::isBlank);
    }

    /// What a cell is called, as `D3`.
    String address(int column) {
        StringBuilder letters = new StringBuilder();
        for (int left = column; left >= 0; left = left / LETTERS - 1) {
            letters.insert(0, (char) ('A' + left % LETTERS));
        }
        return letters.append(line).toString();
    }

    /// The address of the only cell with that value; empty where there is none, or several.
    ///
    /// @param value as it is, or as JSON
    String find(String value) {
        String found = "";
        for (int column = 0; column < cells.size(); column++) {
            String text = cells.get(column).text().strip();
            if (!text.isEmpty() && (text.equals(value) || value.equals("\"" + text + "\""))) {
                if (!found.isEmpty()) {
                    return "";
                }
                found = address(column);
            }
        }
        return found;
    }

    /// @throws BadInputException where one has no text
    List<String> texts(String place) {
        for (int column = 0; column < cells.size(); column++) {
            String wrong = cells.get(column).wrong();
            if (!wrong.isEmpty()) {
                throw new BadInputException("has " + wrong + " in the cell " + address(column), place);
            }
        }
        return cells.stream().map(SheetCell::text).toList();
    }

    /// @param wrong why it has no text; empty where it has
    record SheetCell(String text, String wrong) {

        boolean isBlank() {
            return text.isBlank() && wrong.isEmpty();
        }
    }
}
