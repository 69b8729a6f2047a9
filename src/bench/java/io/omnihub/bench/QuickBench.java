package io.omnihub.bench;
import io.omnihub.store.*;
import java.nio.file.*;
import java.time.Duration;
public class QuickBench {
  public static void main(String[] a) throws Exception {
    for (Database.Kind kind : Database.Kind.values()) {
      if (a.length>0 && !kind.name().startsWith(a[0])) continue;
      Path dir = Files.createTempDirectory("bench");
      Databases d = TestDatabases.open(kind, dir);
      EngineBench b = new EngineBench(d);
      b.engine(Duration.ofSeconds(8)); b.bare(Duration.ofSeconds(2));
      for (int i=0;i<3;i++) { System.out.println(kind+" engine "+b.engine(Duration.ofSeconds(3))+" bare "+b.bare(Duration.ofSeconds(1))); }
      b.close(); d.close();
    }
    System.exit(0);
  }
}
