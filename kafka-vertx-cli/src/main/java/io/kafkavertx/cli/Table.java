package io.kafkavertx.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns, right-aligned where all of a column are numbers. */
final class Table {
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    this.head = List.of(head);
  }

  Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell == null ? "-" : String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Lines without a line end. */
  List<String> lines() {
    int columns = head.size();
    int[] width = new int[columns];
    boolean[] number = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      width[i] = head.get(i).length();
      number[i] = true;
      for (List<String> row : rows) {
        width[i] = Math.max(width[i], row.get(i).length());
        number[i] &= row.get(i).matches("-?[0-9,]*");
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(head, width, number));
    rows.forEach(row -> lines.add(line(row, width, number)));
    return lines;
  }

  private static String line(List<String> cells, int[] width, boolean[] number) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String space = " ".repeat(width[i] - cells.get(i).length());
      line.append(i == 0 ? "" : "  ");
      line.append(number[i] ? space + cells.get(i) : cells.get(i) + space);
    }
    return line.toString().stripTrailing();
  }
}
