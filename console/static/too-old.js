// Run only by browsers that know no modules, such as Internet Explorer.
document.getElementById("too-old").removeAttribute("hidden");
