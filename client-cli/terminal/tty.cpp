#include "client-cli/terminal/tty.hpp"
