#include "client-cli/terminal/keys.hpp"
