package io.omnihub.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Rows of a sheet that were cut from their workbook, as JSON: an input of the format `excel` as the workbook is, and
/// what a dead letter of a row shows.
record SheetRows(String sheet, List<SheetRow> rows) {

    private static final JsonMapper JSON = new JsonMapper();

    /// What says that an input is such, and no workbook.
    static final String CONTENT_TYPE = "application/vnd.omnihub.rows+json";

    /// @throws BadInputException where it is none
    static SheetRows read(byte[] bytes) {
        try {
            JsonNode tree = JSON.readTree(bytes);
            List<SheetRow> rows = new ArrayList<>();
            for (JsonNode row : tree.path("rows")) {
                List<SheetRow.SheetCell> cells = new ArrayList<>();
                for (JsonNode cell : row.path("cells")) {
                    cells.add(new SheetRow.SheetCell(
                            cell.asText(""), cell.path("wrong").asText("")));
                }
                rows.add(new SheetRow(row.path("row").asInt(), cells));
            }
            return new SheetRows(tree.path("sheet").asText(""), rows);
        } catch (JsonProcessingException e) {
            throw new BadInputException("is no workbook of Excel, and no rows of one", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        ObjectNode tree = JSON.createObjectNode().put("sheet", sheet);
        ArrayNode list = tree.putArray("rows");
        for (SheetRow row : rows) {
            ArrayNode cells = list.addObject().put("row", row.line()).putArray("cells");
            for (SheetRow.SheetCell cell : row.cells()) {
                if (cell.wrong().isEmpty()) {
                    cells.add(cell.text());
                } else {
                    cells.addObject().put("wrong", cell.wrong());
                }
            }
        }
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Iterator<SheetRow> iterator() {
        return rows.iterator();
    }
}
