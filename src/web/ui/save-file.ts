/** Gives a file to the browser to keep. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  follow(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** Lets the browser fetch a file by itself, under the name that the server gives it: nothing of it comes into the page's memory. */
export const takeFile = (url: string): void => follow(url, '');

function follow(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
