package io.github.wasminterop.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The picture that {@code image.wasm} draws, drawn once more in Java.
 *
 * <p>Written from the description at the head of {@code image.rs}, so that what Java reads from the
 * guest's memory can be compared with what the guest should have drawn, byte for byte. Java's
 * {@code double} arithmetic is plain IEEE 754 and never fused, just as WebAssembly's, so equality
 * is the right question.
 */
final class ReferenceRenderer {

  private static final int CHANNELS = 3;
  private static final int MAX_HITS = 4;
  private static final double EXPOSURE = 1.15;
  private static final double HAZE = 20.0;
  private static final double GLANCE = 0.7;
  private static final double GLEAM = 1.6;
  private static final double AMBIENT = 0.7;
  private static final double BOUNCE = 0.06;
  private static final double FAINT = 0.02;
  private static final double NUDGE = 1.0e-6;
  private static final double EDGE = 1.0 / 16.0;
  private static final Vec SUNLIGHT = new Vec(1.55, 1.35, 1.05);
  private static final Vec WHITE = new Vec(1, 1, 1);
  private static final Vec BLACK = new Vec(0, 0, 0);

  private final int width;
  private final int height;
  private final byte[] pixels;

  /** A black picture. */
  ReferenceRenderer(int width, int height) {
    this.width = width;
    this.height = height;
    this.pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), CHANNELS)];
  }

  /** The picture as it is now: rows from top to bottom, three bytes a pixel. */
  byte[] pixels() {
    return pixels.clone();
  }

  /** The parameters that the guest starts with, in the order in which it keeps them. */
  static double[] defaultParams() {
    double[][] params = {
      {0.5, 1.75, 7.0}, // eye
      {0.06, 1.02, 0.0}, // target
      {2.75}, // zoom
      {-0.74, 0.46, 0.34}, // sun
      {0.07}, // softness
      {0.1}, // floor mirror
      {0.72, 0.66, 0.58}, // floor light
      {0.07, 0.08, 0.11}, // floor dark
      {0.07, 0.21, 0.60}, // zenith
      {0.98, 0.60, 0.38}, // horizon
      // spheres: centre, radius, colour, mirror
      {0.0, 1.3, -1.1, 1.3, 0.95, 0.96, 0.98, 0.86},
      {-2.3, 0.95, -0.3, 0.95, 0.83, 0.08, 0.07, 0.07},
      {2.35, 1.0, -0.5, 1.0, 1.00, 0.62, 0.15, 0.6},
      {0.95, 0.55, 1.35, 0.55, 0.03, 0.42, 0.46, 0.08},
      {-0.75, 0.42, 1.75, 0.42, 0.93, 0.90, 0.84, 0.05},
      {-1.75, 0.3, 1.55, 0.3, 0.95, 0.48, 0.06, 0.06},
      {2.35, 0.33, 1.6, 0.33, 0.42, 0.10, 0.55, 0.10},
      {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0},
    };
    return Arrays.stream(params).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Draws the scene that the parameters describe, as the guest's {@code render} does. */
  void render(double[] params) {
    var scene = Scene.of(params);
    var camera = Camera.of(scene, width, height);
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        Vec color = pixel(scene, camera, x, y);
        for (double channel : new double[] {color.x, color.y, color.z}) {
          pixels[at++] = (byte) (int) (channel * 255.0 + 0.5);
        }
      }
    }
  }

  private static Vec pixel(Scene scene, Camera camera, double x, double y) {
    Vec a = sample(scene, camera.ray(x + 0.375, y + 0.125));
    Vec b = sample(scene, camera.ray(x + 0.625, y + 0.875));
    if (!differ(a, b)) {
      return a.plus(b).times(0.5);
    }
    Vec c = sample(scene, camera.ray(x + 0.875, y + 0.375));
    Vec d = sample(scene, camera.ray(x + 0.125, y + 0.625));
    return a.plus(b).plus(c).plus(d).times(0.25);
  }

  private static Vec sample(Scene scene, Vec direction) {
    Vec light = scene.trace(direction);
    return new Vec(display(light.x), display(light.y), display(light.z));
  }

  /** Paints strokes over the picture, as the guest's {@code apply_strokes} does. */
  void paint(List<Stroke> strokes) {
    for (Stroke stroke : strokes) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double cover = stroke.cover(x, y);
          if (cover > 0) {
            int at = (y * width + x) * CHANNELS;
            blend(at, stroke.red, cover);
            blend(at + 1, stroke.green, cover);
            blend(at + 2, stroke.blue, cover);
          }
        }
      }
    }
  }

  private void blend(int at, int over, double cover) {
    double under = Byte.toUnsignedInt(pixels[at]);
    pixels[at] = (byte) (int) (under + (over - under) * cover + 0.5);
  }

  /** Convolves the picture with nine factors, as the guest's {@code convolve} does. */
  void convolve(float[] kernel) {
    byte[] before = pixels.clone();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          double total = 0;
          for (int k = 0; k < 9; k++) {
            int nearX = Math.clamp(x + k % 3 - 1, 0, width - 1);
            int nearY = Math.clamp(y + k / 3 - 1, 0, height - 1);
            int near = Byte.toUnsignedInt(before[(nearY * width + nearX) * CHANNELS + channel]);
            total += near * (double) kernel[k];
          }
          int rounded = total >= 255 ? 255 : total > 0 ? (int) (total + 0.5) : 0;
          pixels[(y * width + x) * CHANNELS + channel] = (byte) rounded;
        }
      }
    }
  }

  /** A stroke of a round brush, in pixels; the colour and the opacity are unsigned bytes. */
  record Stroke(
      float x0,
      float y0,
      float x1,
      float y1,
      float radius,
      int red,
      int green,
      int blue,
      int opacity) {

    private double cover(int x, int y) {
      double ax = (double) x1 - x0;
      double ay = (double) y1 - y0;
      double qx = x + 0.5 - x0;
      double qy = y + 0.5 - y0;
      double len2 = ax * ax + ay * ay;
      double t = len2 > 0 ? clamp01((qx * ax + qy * ay) / len2) : 0;
      double dx = qx - ax * t;
      double dy = qy - ay * t;
      return clamp01(radius + 0.5 - Math.sqrt(dx * dx + dy * dy)) * (opacity / 255.0);
    }
  }

  private record Camera(Vec forward, Vec right, Vec up, double zoom, double width, double height) {

    static Camera of(Scene scene, int width, int height) {
      Vec forward = scene.target.minus(scene.eye).normalized();
      Vec right = new Vec(-forward.z, 0, forward.x).normalized();
      Vec up =
          new Vec(
              right.y * forward.z - right.z * forward.y,
              right.z * forward.x - right.x * forward.z,
              right.x * forward.y - right.y * forward.x);
      return new Camera(forward, right, up, scene.zoom, width, height);
    }

    Vec ray(double px, double py) {
      double u = (px * 2 - width) / height;
      double v = (height - py * 2) / height;
      return forward.times(zoom).plus(right.times(u)).plus(up.times(v)).normalized();
    }
  }

  private record Sphere(Vec centre, double radius, Vec color, double mirror) {}

  /** What a ray meets: the sphere with that index, the floor, or nothing. */
  private record Hit(double distance, int what) {

    static final int FLOOR = -1;
    static final int NOTHING = -2;
  }

  /** The shares of the sun and of the sky that reach a point. */
  private record Exposure(double lit, double open) {}

  private record Scene(
      Vec eye,
      Vec target,
      double zoom,
      Vec sun,
      double softness,
      double floorMirror,
      Vec floorLight,
      Vec floorDark,
      Vec zenith,
      Vec horizon,
      List<Sphere> spheres) {

    private static final int SPHERES_AT = 24;
    private static final int SPHERE_LENGTH = 8;

    static Scene of(double[] params) {
      var spheres = new ArrayList<Sphere>();
      for (int at = SPHERES_AT; at < params.length; at += SPHERE_LENGTH) {
        double radius = params[at + 3];
        if (radius > 0) {
          spheres.add(new Sphere(vec(params, at), radius, vec(params, at + 4), params[at + 7]));
        }
      }
      return new Scene(
          vec(params, 0),
          vec(params, 3),
          params[6],
          vec(params, 7).normalized(),
          params[10],
          params[11],
          vec(params, 12),
          vec(params, 15),
          vec(params, 18),
          vec(params, 21),
          spheres);
    }

    private static Vec vec(double[] params, int at) {
      return new Vec(params[at], params[at + 1], params[at + 2]);
    }

    Vec trace(Vec primary) {
      Vec origin = eye;
      Vec direction = primary;
      Vec light = BLACK;
      Vec weight = WHITE;
      for (int hits = 0; hits < MAX_HITS; hits++) {
        Hit hit = nearest(origin, direction);
        if (hit.what == Hit.NOTHING) {
          return light.plus(weight.times(sky(direction)));
        }
        Vec point = origin.plus(direction.times(hit.distance));
        Vec normal;
        Vec base;
        double mirror;
        Vec tint;
        if (hit.what == Hit.FLOOR) {
          normal = new Vec(0, 1, 0);
          base = floor(point);
          mirror = floorMirror;
          tint = WHITE;
          double far = hit.distance / HAZE;
          double near = 1 / (1 + far * far);
          light = light.plus(weight.times(sky(direction)).times(1 - near));
          weight = weight.times(near);
        } else {
          Sphere sphere = spheres.get(hit.what);
          normal = point.minus(sphere.centre).times(1 / sphere.radius);
          base = sphere.color;
          mirror = sphere.mirror;
          tint = WHITE.times(1 - mirror).plus(base.times(mirror));
        }
        double facing = -direction.dot(normal);
        Vec bounced = direction.plus(normal.times(facing * 2));
        double fresnel = fresnel(mirror, facing);
        Exposure exposure = lightAt(point, normal);
        double gleam = squared(6, positive(bounced.dot(sun))) * exposure.lit * GLEAM;
        Vec surface = base.times(incoming(normal, base, exposure));
        light = light.plus(weight.times(surface.times(1 - fresnel).plus(SUNLIGHT.times(gleam))));

        weight = weight.times(tint).times(fresnel);
        if (!(weight.x > FAINT || weight.y > FAINT || weight.z > FAINT)) {
          return light;
        }
        origin = point.plus(normal.times(NUDGE));
        direction = bounced;
      }
      return light;
    }

    private Vec floor(Vec point) {
      double cell = Math.floor(point.x) + Math.floor(point.z);
      boolean even = cell - Math.floor(cell * 0.5) * 2 == 0;
      return even ? floorLight : floorDark;
    }

    private static double fresnel(double mirror, double facing) {
      double edge = clamp01(1 - facing);
      double edge2 = edge * edge;
      return mirror + (1 - mirror) * (edge2 * edge2 * edge) * GLANCE;
    }

    private Vec incoming(Vec normal, Vec base, Exposure exposure) {
      double diffuse = positive(normal.dot(sun)) * exposure.lit;
      double skyPart = (normal.y * 0.5 + 0.5) * exposure.open * AMBIENT;
      return SUNLIGHT
          .times(diffuse)
          .plus(zenith.times(skyPart))
          .plus(base.times((1 - exposure.open) * BOUNCE));
    }

    private Hit nearest(Vec origin, Vec direction) {
      Hit nearest = new Hit(Double.POSITIVE_INFINITY, Hit.NOTHING);
      if (direction.y < 0) {
        double t = -origin.y / direction.y;
        if (t > 0) {
          nearest = new Hit(t, Hit.FLOOR);
        }
      }
      for (int i = 0; i < spheres.size(); i++) {
        Sphere sphere = spheres.get(i);
        Vec to = sphere.centre.minus(origin);
        double along = to.dot(direction);
        if (along > 0) {
          double inside = along * along - (to.dot(to) - sphere.radius * sphere.radius);
          if (inside > 0) {
            double t = along - Math.sqrt(inside);
            if (t > 0 && t < nearest.distance) {
              nearest = new Hit(t, i);
            }
          }
        }
      }
      return nearest;
    }

    private Exposure lightAt(Vec point, Vec normal) {
      double lit = 1;
      double open = 1;
      for (Sphere sphere : spheres) {
        Vec to = sphere.centre.minus(point);
        double distance2 = to.dot(to);
        double above = to.dot(normal);
        if (above > 0) {
          double cone = above * sphere.radius * sphere.radius;
          open = open * (1 - clamp01(cone / (distance2 * Math.sqrt(distance2))));
        }
        double along = to.dot(sun);
        if (along > 0) {
          double reach = sphere.radius + along * softness;
          double aside2 = distance2 - along * along;
          if (aside2 < reach * reach) {
            double gap = (Math.sqrt(positive(aside2)) - sphere.radius) / (along * softness);
            double s = clamp01(gap * 0.5 + 0.5);
            lit = lit * (s * s * (3 - s * 2));
          }
        }
      }
      return new Exposure(lit, open);
    }

    private Vec sky(Vec direction) {
      double low8 = squared(3, 1 - positive(direction.y));
      double s8 = squared(3, positive(direction.dot(sun)));
      double s256 = squared(5, s8);
      return zenith
          .plus(horizon.minus(zenith).times(low8))
          .plus(SUNLIGHT.times(s8 * 0.12 + s256 * 0.9));
    }
  }

  /** A point, a direction or a colour. */
  private record Vec(double x, double y, double z) {

    Vec plus(Vec other) {
      return new Vec(x + other.x, y + other.y, z + other.z);
    }

    Vec minus(Vec other) {
      return new Vec(x - other.x, y - other.y, z - other.z);
    }

    Vec times(Vec other) {
      return new Vec(x * other.x, y * other.y, z * other.z);
    }

    Vec times(double factor) {
      return new Vec(x * factor, y * factor, z * factor);
    }

    double dot(Vec other) {
      return x * other.x + y * other.y + z * other.z;
    }

    Vec normalized() {
      return times(1 / Math.sqrt(dot(this)));
    }
  }

  private static double display(double light) {
    double v = light * EXPOSURE;
    return Math.sqrt(clamp01(v * (v + 0.06) / (v * (v + 0.42) + 0.16)));
  }

  private static boolean differ(Vec a, Vec b) {
    return differ(a.x, b.x) || differ(a.y, b.y) || differ(a.z, b.z);
  }

  private static boolean differ(double a, double b) {
    return a - b > EDGE || b - a > EDGE;
  }

  private static double positive(double v) {
    return v > 0 ? v : 0;
  }

  private static double clamp01(double v) {
    return v >= 1 ? 1 : positive(v);
  }

  private static double squared(int times, double v) {
    double power = v;
    for (int i = 0; i < times; i++) {
      power *= power;
    }
    return power;
  }
}
