package io.omnihub.simulator.feishu;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/// Draws a picture for each person and group: a pattern of its own, the same each time.
final class Avatars {

    private static final int FIELDS = 5;
    private static final int FIELD = 24;

    private Avatars() {}

    /// @return a PNG
    static byte[] of(String id) {
        Random random = new Random(id.hashCode());
        float hue = random.nextFloat();
        BufferedImage image = new BufferedImage(FIELDS * FIELD, FIELDS * FIELD, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.getHSBColor(hue, 0.25f, 0.95f));
        pen.fillRect(0, 0, FIELDS * FIELD, FIELDS * FIELD);
        pen.setColor(Color.getHSBColor(hue, 0.65f, 0.6f));
        for (int row = 0; row < FIELDS; row++) {
            for (int column = 0; column <= FIELDS / 2; column++) {
                if (random.nextBoolean()) {
                    pen.fillRect(column * FIELD, row * FIELD, FIELD, FIELD);
                    pen.fillRect((FIELDS - 1 - column) * FIELD, row * FIELD, FIELD, FIELD);
                }
            }
        }
        pen.dispose();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
