#include "client-cli/terminal/painter.hpp"
