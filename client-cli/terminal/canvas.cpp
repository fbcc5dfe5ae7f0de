#include "client-cli/terminal/canvas.hpp"
