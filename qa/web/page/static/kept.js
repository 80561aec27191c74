// What the browser keeps for the reader, here and nowhere else. A browser may refuse to.
export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(`fundstelle.${name}`));
  } catch {
    return null;
  }
}

// Whether it could be kept.
export function keep(name, value) {
  try {
    localStorage.setItem(`fundstelle.${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(`fundstelle.${name}`);
  } catch {
    // Nothing was kept.
  }
}
