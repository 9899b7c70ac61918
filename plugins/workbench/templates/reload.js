// Loads the page anew once there is a build after the one it came from.
(() => {
  "use strict";
  const shown = Number(document.currentScript.dataset.build);
  let events;

  const listen = () => {
    events = new EventSource("/.fanfare/events");
    events.onmessage = (event) => {
      if (Number(event.data) > shown) {
        events.close();
        location.reload();
      }
    };
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED) setTimeout(follow, 1000);
    };
  };

  // A browser has six connections for one site, so a page that nobody sees gives up its own.
  const follow = () => {
    events?.close();
    if (!document.hidden) listen();
  };

  document.addEventListener("visibilitychange", follow);
  follow();
})();
