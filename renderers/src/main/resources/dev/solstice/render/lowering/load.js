// The script comes compressed: this inflates and runs it. Where that cannot be, the view stays as it is.
(async () => {
  const bytes = Uint8Array.from(atob('CODE'), c => c.charCodeAt());
  const code = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text();
  const script = document.createElement('script');
  script.text = code;
  document.head.append(script);
  script.remove();
})();
