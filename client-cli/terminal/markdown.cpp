#include "client-cli/terminal/markdown.hpp"
