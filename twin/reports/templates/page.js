"use strict";
// Figures carry colours as `var(--name)`; they become the colours of the page, light or dark.
const coloured = (value, style) => {
  if (typeof value === "string") {
    return value.replace(/^var\((--[\w-]+)\)$/, (_, name) => style.getPropertyValue(name).trim());
  }
  if (Array.isArray(value)) { return value.map((each) => coloured(each, style)); }
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, coloured(each, style)]));
  }
  return value;
};

const draw = () => {
  const style = getComputedStyle(document.documentElement);
  const [ink, soft, line, paper, panel] =
    ["--ink", "--soft", "--line", "--paper", "--panel"]
      .map((name) => style.getPropertyValue(name).trim());
  for (const place of document.querySelectorAll(".plot")) {
    const figure = coloured(JSON.parse(place.nextElementSibling.textContent), style);
    const axes = { gridcolor: line, zerolinecolor: soft, linecolor: line, automargin: true, separatethousands: true, exponentformat: "none", tickfont: { color: soft } };
    const layout = {
      font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: ink },
      paper_bgcolor: paper, plot_bgcolor: paper, margin: { l: 64, r: 40, t: 46, b: 52 },
      modebar: { orientation: "v", color: line, activecolor: soft, bgcolor: paper },
      hoverlabel: { bgcolor: panel, bordercolor: line, font: { color: ink } },
      ...figure.layout,
      xaxis: { ...axes, ...figure.layout.xaxis }, yaxis: { ...axes, ...figure.layout.yaxis },
    };
    Plotly.react(place, figure.data, layout, { responsive: true, displaylogo: false });
  }
};

draw();
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
