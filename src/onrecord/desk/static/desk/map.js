// The map of an incident: countries from a file beside this one, and areas as large as what is known of a place.
"use strict";

(() => {
  const CLOSEST = 8; // the base map has a point a kilometre: closer, it would show nothing more
  const AROUND = 1.2; // how much of the map lies around the areas, in their widths
  const LAND = 2; // degrees: a smaller island cannot be seen from where one looks for land
  const NAMED = 70; // pixels that a country is wide at least where its name is written into it

  const lines = (world) =>
    world.arcs.map((arc) => {
      const points = [];
      let x = 0, y = 0;
      for (let n = 0; n < arc.length; n += 2) {
        x += arc[n];
        y += arc[n + 1];
        points.push([y * world.scale, x * world.scale]);
      }
      return points;
    });

  const ring = (arcs, of) => {
    const points = [];
    for (const n of arcs) {
      const line = n < 0 ? of[~n].slice().reverse() : of[n];
      points.push(...(points.length ? line.slice(1) : line));
    }
    // Where a ring crosses the date line it goes on beyond it; one around the pole is closed along the pole.
    let turn = 0;
    const whole = points.map(([latitude, longitude], n) => {
      if (n > 0) turn += 360 * Math.sign(points[n - 1][1] - longitude) * (Math.abs(points[n - 1][1] - longitude) > 180);
      return [latitude, longitude + turn];
    });
    const [first, last] = [whole[0], whole[whole.length - 1]];
    if (Math.abs(first[1] - last[1]) > 180) {
      const pole = 90 * Math.sign(first[0]);
      whole.push([pole, last[1]], [pole, first[1]]);
    }
    return whole;
  };

  // What lies beyond the date line stands on the other side of the map too.
  const both = (polygon) => {
    const longitudes = polygon[0].map((point) => point[1]);
    const shift = Math.max(...longitudes) > 181 ? -360 : Math.min(...longitudes) < -181 ? 360 : 0;
    return shift ? [polygon, polygon.map((line) => line.map(([y, x]) => [y, x + shift]))] : [polygon];
  };

  const language = document.documentElement.lang || "en";
  const called = (code) => {
    try {
      return new Intl.DisplayNames([language], { type: "region" }).of(code);
    } catch {
      return code;
    }
  };

  const draw = async (place) => {
    const spots = JSON.parse(place.dataset.spots);
    const map = L.map(place, {
      zoomControl: false, maxZoom: CLOSEST, minZoom: Math.max(0, Math.log2(place.clientWidth / 256)), zoomSnap: 0.5, worldCopyJump: false, scrollWheelZoom: false, maxBounds: [[-90, -200], [90, 200]],
    });
    L.control.zoom({ zoomInTitle: place.dataset.nearer, zoomOutTitle: place.dataset.farther }).addTo(map);
    map.attributionControl.setPrefix(false);
    map.attributionControl.addAttribution("Natural Earth");
    L.control.scale({ imperial: false }).addTo(map);
    // A wheel turned over the page scrolls the page; over a map in use it zooms the map.
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());

    const bounds = L.latLngBounds([]);
    const areas = [];
    for (const spot of spots) {
      if (spot.latitude === null) continue;
      const at = L.latLng(spot.latitude, spot.longitude);
      bounds.extend(at.toBounds(spot.metres * 2));
      areas.push([spot, L.circle(at, { radius: spot.metres, className: spot.chosen ? "area chosen" : "area" })]);
    }
    const show = () => {
      if (bounds.isValid()) map.fitBounds(bounds.pad(AROUND), { animate: false });
      else map.fitWorld({ animate: false });
    };
    show();

    const label = (words, at, kind) => {
      const box = document.createElement("span");
      box.className = kind;
      box.textContent = words;
      box.dir = "auto";
      return L.marker(at, {
        icon: L.divIcon({ html: box, className: "label", iconSize: null }), interactive: false, keyboard: false,
      });
    };
    const put = () => {
      for (const [spot, area] of areas) {
        area.addTo(map);
        label(spot.name.split(", ")[0], area.getBounds().getNorthWest(), spot.chosen ? "place chosen" : "place").addTo(map);
      }
    };

    let world = null;
    try {
      const answer = await fetch(place.dataset.world);
      if (answer.ok) world = await answer.json();
    } catch {
      world = null; // the areas are worth showing without it
    }
    const names = L.layerGroup().addTo(map);
    const known = [], boxes = [];
    if (world !== null) {
      const of = lines(world);
      const whole = new Set(spots.filter((spot) => spot.latitude === null).map((spot) => spot.country));
      for (const [code, polygons] of world.countries) {
        const rings = polygons.flatMap((each) => both(each.map((arcs) => ring(arcs, of))));
        const inside = code !== null && whole.has(code);
        const land = L.polygon(rings, { className: inside ? "land area" : "land", interactive: false, smoothFactor: 0.7 });
        land.addTo(map);
        if (inside) bounds.extend(land.getBounds());
        const parts = rings.map((each) => L.latLngBounds(each[0]));
        boxes.push(...parts.filter((box) => box.getNorth() - box.getSouth() > LAND));
        const widest = parts.reduce((one, other) =>
          one.getEast() - one.getWest() >= other.getEast() - other.getWest() ? one : other);
        if (code !== null) known.push([code, widest]);
      }
      show();
      // Far out at sea, or beside an empty coast, the nearest land tells more than a closer look at nothing.
      while (map.getZoom() > 1 && !boxes.some((box) => map.getBounds().intersects(box))) {
        map.setZoom(map.getZoom() - 1, { animate: false });
      }
    }
    put();
    const name = () => {
      names.clearLayers();
      const seen = map.getBounds();
      for (const [code, box] of known) {
        if (!seen.intersects(box)) continue;
        const width = map.latLngToContainerPoint(box.getNorthEast()).x - map.latLngToContainerPoint(box.getSouthWest()).x;
        if (width >= NAMED && seen.contains(box.getCenter())) label(called(code), box.getCenter(), "country").addTo(names);
      }
    };
    map.on("moveend", name);
    name();
    place.dataset.drawn = "yes";
  };

  document.querySelectorAll("[data-spots]").forEach((place) => void draw(place));
})();
