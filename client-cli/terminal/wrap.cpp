#include "client-cli/terminal/wrap.hpp"
