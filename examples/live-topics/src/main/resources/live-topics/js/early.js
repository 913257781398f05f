// Before the first paint, so that a chosen theme does not flash. Classic script: modules run later.
(() => {
  try {
    const theme = localStorage.getItem('live-topics.theme');
    if (theme === 'light' || theme === 'dark') {
      document.documentElement.dataset.theme = theme;
    }
  } catch {
    // No storage: the system's theme.
  }
})();
